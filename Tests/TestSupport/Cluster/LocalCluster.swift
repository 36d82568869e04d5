package import AuroraDSQLCredentials
import Foundation

/// A stand-in for a cluster that outlives a single test: `dsql-local`, built beforehand.
///
/// ```swift
/// let cluster = try await LocalCluster.shared()
/// let parameters = try cluster.parameters()
/// ```
///
/// `DSQL_LOCAL` is where it is; by default where a debug build puts it. It lives in a terminal of its own, whose hang-up
/// ends it when the tests end, however they do.
package final class LocalCluster: Sendable {
    /// The cluster that all tests of this process share, who set no faults there; started when it is first asked for.
    package static func shared() async throws -> LocalCluster { try await sharedStart.value }

    private static let sharedStart = Task {
        try await LocalCluster(["--extra-name", "localhost", "--role", "reporting"])
    }

    private let process: RunningProcess
    private let variables: [String: String]

    /// Starts a cluster of its own, with options of `dsql-local`.
    package init(_ options: [String] = []) async throws {
        let environment = ProcessInfo.processInfo.environment
        process = try Command(
            try Self.program(),
            (["--quiet"] + options).map { RawText($0) },
            environment: environment.filter { ["PATH", "TMPDIR", "HOME"].contains($0.key) },
            streams: .terminal,
            timeout: .seconds(3600)
        ).start()
        guard try await process.waitForOutput("# ready") else {
            throw Unavailable("dsql-local did not start: \(String(decoding: process.output, as: UTF8.self))")
        }
        variables = Self.exports(String(decoding: process.output, as: UTF8.self))
    }

    /// Stops the cluster and waits until it is gone.
    package func stop() async {
        process.send(SIGTERM)
        _ = await process.outcome()
    }

    /// A variable the cluster told its clients to set.
    package func variable(_ name: String) throws -> String {
        guard let value = variables[name] else { throw Unavailable("dsql-local did not say \(name).") }
        return value
    }

    /// What the cluster told its clients to set.
    package var settings: [String: String] { variables }

    /// The keys that tokens are signed with.
    package var credentials: Credentials {
        get throws {
            Credentials(
                accessKeyID: try variable("AWS_ACCESS_KEY_ID"),
                secretAccessKey: try variable("AWS_SECRET_ACCESS_KEY")
            )
        }
    }

    /// Where the cluster's tokens come from.
    package var tokenProvider: IAMTokenProvider {
        get throws { IAMTokenProvider(credentialsProvider: StaticCredentialsProvider(try credentials)) }
    }

    /// Where `dsql-local` is.
    package static func program() throws -> String {
        let path =
            ProcessInfo.processInfo.environment["DSQL_LOCAL"]
            ?? FileManager.default.currentDirectoryPath + "/Tests/LocalCluster/.build/debug/dsql-local"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Unavailable("There is no stand-in at \(path): swift build --package-path Tests/LocalCluster")
        }
        return path
    }

    /// A folder with a `libpq.so.5` of PostgreSQL 18.
    package static func folderOfLibpq18() throws -> String {
        let folder =
            ProcessInfo.processInfo.environment["DSQL_TEST_LIBPQ18"]
            ?? FileManager.default.currentDirectoryPath + "/.venv/libpq18"
        guard FileManager.default.fileExists(atPath: folder + "/libpq.so.5") else {
            throw Unavailable("There is no libpq 18 in \(folder): Tests/LocalCluster/Scripts/libpq18.sh \(folder)")
        }
        return folder
    }

    /// Reads lines such as `export NAME='value'`.
    private static func exports(_ text: String) -> [String: String] {
        var variables: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("export ") {
            let assignment = line.dropFirst("export ".count)
            guard let equals = assignment.firstIndex(of: "=") else { continue }
            let value = assignment[assignment.index(after: equals)...]
            variables[String(assignment[..<equals])] = String(value.filter { $0 != "'" })
        }
        return variables
    }

    private struct Unavailable: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }
}
