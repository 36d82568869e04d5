import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Glibc
import Logging

/// A program of its own for what a test cannot do in its own process: live in another environment, count descriptors
/// and memory without the neighbours.
///
///     libpq-probe HOST ADDRESS PORT USER ROOT-CERTIFICATE COMMAND [COUNT]
///     libpq-probe client URL
///
/// The password comes on standard input. `who` prints what the server knows of the session. `connect` opens and closes
/// COUNT connections and prints how many descriptors are open before and after; `refused` does so where that fails.
/// `stream` reads COUNT rows in chunks and prints their number, their sum, and the peak of memory in KiB after a
/// twentieth of them and at the end. `pause` prints how many milliseconds of processor time a second costs in which rows
/// wait for their reader. `translated` takes the user's language and prints a refusal; `keepalives` prints the
/// socket's settings. `client` connects as a newcomer's program does. `leases` borrows from a pool
/// COUNT times and prints the descriptors and the memory in KiB after the first 10,000 and at the end, and how many
/// connections it opened.
@main
struct LibpqProbe {
    static func main() async {
        do {
            print(try await run(CommandLine.arguments))
        } catch {
            print("failed: \(error)")
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws -> String {
        if arguments.count == 3, arguments[1] == "client" { return try await client(arguments[2]) }
        guard arguments.count >= 7, let port = Int(arguments[3]), let password = readLine() else { return "usage" }
        let endpoint = try ClusterEndpoint(arguments[1], region: "us-east-1")
        let parameters = ConnectionParameters(
            endpoint: endpoint,
            hostAddress: arguments[2].isEmpty ? nil : arguments[2],
            port: port,
            user: arguments[4],
            database: "postgres",
            applicationName: "libpq-probe",
            rootCertificatePath: arguments[5],
            connectTimeout: .seconds(20),
            tokenRequest: AuthToken.Request(endpoint: endpoint, user: arguments[4])
        )
        let open = {
            try await LibpqDriver().connect(
                parameters,
                password: AuthToken(password: password),
                logger: Logger(label: "probe")
            )
        }
        let count = arguments.count > 7 ? Int(arguments[7]) ?? 0 : 0
        switch arguments[6] {
        case "who": return try await who(open())
        case "connect":
            for _ in 0..<5 { await (try open()).close() }
            let before = try descriptors()
            for _ in 0..<count { await (try open()).close() }
            return "\(before) \(try descriptors())"
        case "refused":
            for _ in 0..<5 { _ = try? await open() }
            let before = try descriptors()
            for _ in 0..<count { _ = try? await open() }
            return "\(before) \(try descriptors())"
        case "stream": return try await stream(open(), count)
        case "pause": return try await pause(open())
        case "translated": return await translated(open)
        case "keepalives":
            let connection = try await open()
            defer { withExtendedLifetime(connection) {} }
            return socketSettings(port)
        case "leases":
            return try await Leases(parameters: parameters, password: AuthToken(password: password)).run(count)
        default: return "usage"
        }
    }

    private static func who(_ connection: LibpqConnection) async throws -> String {
        let result = try await connection.query(
            """
            SELECT current_user::text, current_database()::text, current_setting('application_name'),
                   current_setting('client_encoding'), current_setting('search_path')
            """
        )
        let row = try result[0].decode((String, String, String, String, String).self)
        return [row.0, row.1, row.2, row.3, row.4].joined(separator: " ")
    }

    private static func stream(_ connection: LibpqConnection, _ count: Int) async throws -> String {
        let (rows, sum, early) = try await connection.withChunks(
            of: "SELECT generate_series(1::int8, $1), repeat('x', 100)",
            [count]
        ) { chunks in
            var rows = 0
            var sum: Int64 = 0
            var early = 0
            for try await chunk in chunks {
                rows += chunk.rowCount
                for row in chunk { sum += try row.decode(Int64.self, at: 0) }
                if early == 0, rows >= count / 20 { early = peakMemory() }
            }
            return (rows, sum, early)
        }
        return "\(rows) \(sum) \(early) \(peakMemory())"
    }

    private static func client(_ url: String) async throws -> String {
        try await withDSQLClient(configuration: ConnectionConfiguration(url: url), driver: .libpq) { client in
            try await client.withConnection { connection in
                let result = try await connection.query(
                    "SELECT current_user::text || ' ' || current_setting('application_name')"
                )
                return try result[0].decode(String.self, at: 0)
            }
        }
    }

    private static func translated(_ open: () async throws -> LibpqConnection) async -> String {
        _ = unsafe setlocale(LC_ALL, "")
        do {
            _ = try await open()
            return "accepted"
        } catch {
            guard let server = LibpqDriver().serverError(in: error) else { return "not the server's: \(error)" }
            return "\(server.sqlState) \(server.message); hint \(server.hint != nil)"
        }
    }

    /// The options of the TCP socket that is connected to a port.
    private static func socketSettings(_ port: Int) -> String {
        for descriptor in Int32(3)..<256 where peerPort(descriptor) == port {
            let options = [
                (SOL_SOCKET, SO_KEEPALIVE), (Int32(IPPROTO_TCP), TCP_KEEPIDLE), (Int32(IPPROTO_TCP), TCP_KEEPINTVL),
                (Int32(IPPROTO_TCP), TCP_KEEPCNT), (Int32(IPPROTO_TCP), TCP_USER_TIMEOUT),
            ]
            return options.map { level, name in
                var value: Int32 = -1
                _ = option(descriptor, level, name, &value)
                return "\(value)"
            }
            .joined(separator: " ")
        }
        return "no socket"
    }

    private static func peerPort(_ descriptor: Int32) -> Int? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getpeername(descriptor, $0, &length)
            }
        }
        guard status == 0, Int32(address.sin_family) == AF_INET else { return nil }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func option(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: inout Int32) -> Bool {
        var length = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(descriptor, level, name, &value, &length) == 0
    }

    private static func pause(_ connection: LibpqConnection) async throws -> String {
        try await connection.withChunks(of: "SELECT generate_series(1, 100000)") { chunks in
            var iterator = chunks.makeAsyncIterator()
            let before = clock()
            try await Task.sleep(for: .milliseconds(500))
            _ = try await iterator.next()
            try await Task.sleep(for: .milliseconds(500))
            return "\((clock() - before) / (CLOCKS_PER_SEC / 1000))"
        }
    }

    static func descriptors() throws -> Int {
        // The folder that is being read is open itself, each time.
        guard let folder = unsafe opendir("/proc/self/fd") else { return -1 }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        return count
    }

    /// In KiB.
    static func residentMemory() throws -> Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return -1 }
        defer { unsafe fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard unsafe fgets(&line, Int32(line.count), file) != nil else { return -1 }
        let pages = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
        return (pages.count > 1 ? Int(pages[1]) ?? -1 : -1) * sysconf(Int32(_SC_PAGESIZE)) / 1024
    }

    private static func peakMemory() -> Int {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
}
