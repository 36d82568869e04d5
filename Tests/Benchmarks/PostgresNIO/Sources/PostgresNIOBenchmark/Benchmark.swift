import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import AuroraDSQLPostgresNIO
import NIOSSL
import PostgresNIO

/// PostgresNIO's own client, and a `DSQLClient` on PostgresNIO and on libpq, in turns in one process.
///
///     postgresnio-benchmark HOST ADDRESS PORT USER DATABASE ROOT-CERTIFICATE [ROUNDS [COUNT]]
///
/// The password is the one line of standard input.
@main
struct Benchmark {
    struct Misused: Error {}

    @concurrent static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 7, let port = Int(arguments[3]), let password = readLine() else { throw Misused() }
        let rounds = arguments.count > 7 ? Int(arguments[7]) ?? 11 : 11
        let count = arguments.count > 8 ? Int(arguments[8]) ?? 19_200 : 19_200
        var configuration = ConnectionConfiguration(
            host: arguments[1],
            hostAddress: arguments[2],
            port: port,
            user: arguments[4],
            database: arguments[5],
            region: "us-east-1",
            rootCertificatePath: arguments[6]
        )
        configuration.connectTimeout = .seconds(60)
        let provider = FixedPassword(password: AuthToken(password: password))

        // PostgreSQL before 17 takes TLS only after SSLRequest, and PostgresClient knows nothing else.
        var options = PostgresNIOOptions()
        options.tlsNegotiation = .sslRequest
        let nio = try DSQLClient(
            configuration: configuration,
            driver: PostgresNIODriver(options: options),
            tokenProvider: provider
        )
        let libpq = try DSQLClient(configuration: configuration, driver: LibpqDriver(), tokenProvider: provider)

        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(arguments[6])
        var theirs = PostgresClient.Configuration(
            host: arguments[1],
            port: port,
            username: arguments[4],
            password: password,
            database: arguments[5],
            tls: .require(tls)
        )
        theirs.options.maximumConnections = 10
        let client = PostgresClient(configuration: theirs)

        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await nio.run() }
            group.addTask { try await libpq.run() }
            group.addTask { await client.run() }
            try await measure([client, nio, libpq], rounds: rounds, count: count)
            group.cancelAll()
        }
    }

    private static func measure(_ subjects: [any Subject], rounds: Int, count: Int) async throws {
        for subject in subjects { _ = try await Measurement.round(subject, count: 1280) }
        var results: [[Measurement]] = subjects.map { _ in [] }
        for round in 0..<rounds {
            // Each begins as often as the others.
            for offset in subjects.indices {
                let index = (round + offset) % subjects.count
                results[index].append(try await Measurement.round(subjects[index], count: count))
            }
        }
        let base = results[0]
        for (subject, measured) in zip(subjects, results) {
            let speed = measured.map(\.perSecond).median
            let cpu = measured.map(\.cpu).median
            let speedRatio = zip(measured, base).map { $0.perSecond / $1.perSecond }.median
            let cpuRatio = zip(measured, base).map { $0.cpu / $1.cpu }.median
            print(
                "\(subject.name): \(Int(speed)) a second (\(shown(speedRatio)) of PostgresClient's), "
                    + "\(shown(cpu)) us of CPU each (\(shown(cpuRatio)))"
            )
        }
    }

    private static func shown(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
