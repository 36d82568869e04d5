import Foundation
import TestSupport

/// The stand-in for a cluster that all tests of this process share: `dsql-local`, built beforehand.
///
/// `DSQL_LOCAL` is where it is; by default where `swift build -c release` puts it. It lives in a terminal of its own, whose
/// hang-up ends it when the tests end, however they do.
final class LocalCluster: Sendable {
    struct Unavailable: Error, CustomStringConvertible {
        let description: String
    }

    private static let start = Task { try await LocalCluster() }

    /// The cluster, started when it is first asked for.
    static func shared() async throws -> LocalCluster { try await start.value }

    private let process: RunningProcess
    private let variables: [String: String]

    private init() async throws {
        let environment = ProcessInfo.processInfo.environment
        let path = environment["DSQL_LOCAL"] ?? Self.defaultPath
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Unavailable(
                description: "There is no dsql-local at \(path); build it (swift build -c release --package-path "
                    + "Tests/LocalCluster) or set DSQL_LOCAL."
            )
        }
        process = try Command(
            path,
            ["--quiet", "--extra-name", "localhost"],
            environment: environment.filter { ["PATH", "TMPDIR", "HOME"].contains($0.key) },
            streams: .terminal,
            timeout: .seconds(3600)
        ).start()
        guard try await process.waitForOutput("# ready") else {
            throw Unavailable(
                description: "dsql-local did not start: \(String(decoding: process.output, as: UTF8.self))"
            )
        }
        variables = Self.exports(String(decoding: process.output, as: UTF8.self))
    }

    /// A variable the cluster told its clients to set.
    func variable(_ name: String) throws -> String {
        guard let value = variables[name] else { throw Unavailable(description: "dsql-local did not say \(name).") }
        return value
    }

    private static var defaultPath: String {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("LocalCluster/.build/release/dsql-local").path
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
}
