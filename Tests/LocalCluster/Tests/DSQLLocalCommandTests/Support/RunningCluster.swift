import Foundation
import Testing

/// A `dsql-local` that is up, and a client's view of it.
struct RunningCluster: Sendable {
    let processID: Int32
    let settings: [String: String]
    let eventFile: String

    var host: String { settings["PGHOST"] ?? "" }
    var folder: String { URL(filePath: settings["PGSSLROOTCERT"] ?? "/").deletingLastPathComponent().path }

    /// Starts one, runs the body, stops it, and expects that nothing is left.
    static func with<Result: Sendable>(
        _ options: [String] = [],
        _ body: (RunningCluster) async throws -> Result
    ) async throws -> Result {
        let eventFile = NSTemporaryDirectory() + "/dsql-local-events-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: eventFile) }
        let process = Process()
        let (lifeline, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: Tool.dsqlLocal)
        process.arguments = ["--quiet", "--events", eventFile, "--stop-on-eof", "0"] + options
        process.standardInput = lifeline
        process.standardOutput = output
        try process.run()
        let settings = try await readSettings(output.fileHandleForReading)
        let cluster = RunningCluster(processID: process.processIdentifier, settings: settings, eventFile: eventFile)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(cluster)) } catch { result = .failure(error) }
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
        if process.terminationReason == .exit { #expect(process.terminationStatus == 0) }
        return try result.get()
    }

    /// Whether processes or files of the cluster are still there.
    var isGone: Bool {
        !FileManager.default.fileExists(atPath: folder) && !Self.commandLines().contains { $0.contains(folder) }
    }

    private static func commandLines() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int($0) != nil }.compactMap {
            try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8)
        }
    }

    @concurrent
    private static func readSettings(_ handle: FileHandle) async throws -> [String: String] {
        var text = ""
        while !text.contains("# ready\n") {
            let data = handle.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        var settings: [String: String] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("export ") {
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            settings[String(parts[0])] = parts[1].trimmingCharacters(in: ["'"])
        }
        try #require(text.hasSuffix("# ready\n"), "dsql-local did not get ready")
        return settings
    }

    /// A token of botocore's.
    func token(
        _ action: String = "DbConnectAdmin",
        host: String? = nil,
        region: String = "us-east-1",
        expires: Int = 900,
        offset: Int = 0,
        keys: [String: String] = [:]
    ) async throws -> String {
        var environment = ProcessInfo.processInfo.environment
        environment["AWS_SESSION_TOKEN"] = nil
        environment.merge(settings) { $1 }
        environment.merge(keys) { $1 }
        let outcome = try await Tool.run(
            Tool.python,
            [Tool.tokenScript, host ?? self.host, region, action, "\(expires)", "\(offset)"],
            environment: environment
        )
        try #require(outcome.status == 0, "botocore: \(outcome.errors)")
        return outcome.output.trimmingCharacters(in: .newlines)
    }

    /// Runs psql; a password that is nil is signed for the user.
    func psql(
        _ statements: [String] = ["SELECT 'in'"],
        user: String = "admin",
        password: String? = nil,
        input: String? = nil,
        environment changes: [String: String] = [:]
    ) async throws -> Outcome {
        var environment = [
            "PATH": "/usr/bin:/bin", "PGUSER": user, "PGDATABASE": "postgres", "PGSSLMODE": "verify-full",
        ]
        for name in ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSSLROOTCERT"] { environment[name] = settings[name] }
        environment.merge(changes) { $1 }
        if let password {
            environment["PGPASSWORD"] = password
        } else {
            environment["PGPASSWORD"] = try await token(user == "admin" ? "DbConnectAdmin" : "DbConnect")
        }
        let commands = input == nil ? statements.flatMap { ["-c", $0] } : []
        return try await Tool.run(
            Tool.psql,
            ["-X", "-A", "-t", "-v", "VERBOSITY=verbose"] + commands,
            environment: environment,
            input: input ?? ""
        )
    }

    /// One line of the control protocol; the answer as it came.
    func control(_ line: String) async throws -> String {
        let script = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.sendall(sys.argv[2].encode() + b"\\n")
            s.shutdown(socket.SHUT_WR)  # as nc -N does: all is said, the answer is still owed
            print(s.makefile().readline(), end="")
            """
        let arguments = ["-c", script, settings["DSQL_LOCAL_CONTROL"] ?? "", line]
        return try await Tool.run(Tool.python, arguments, environment: ProcessInfo.processInfo.environment).output
    }

    var events: String { (try? String(contentsOfFile: eventFile, encoding: .utf8)) ?? "" }
}
