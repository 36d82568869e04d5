import AuroraDSQLCredentials
import Foundation

/// A real server on loopback that replays chain cases (`chain_server.py` beside this file), alive as long as the value.
///
/// ```swift
/// let server = try ChainServer()
/// try server.prepare("my-case", exchanges: text)
/// let environment = ["AWS_ENDPOINT_URL_STS": server.url("my-case", "sts")]
/// ```
package final class ChainServer: Sendable {
    private let folder: String
    private let server: PythonServer

    /// Starts a server.
    package init() throws {
        folder = NSTemporaryDirectory() + "/dsql-chain-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        server = try PythonServer("Chain/chain_server.py", [folder])
    }

    /// Where a service of a case is.
    package func url(_ name: String, _ service: String) -> String {
        "http://127.0.0.1:\(server.port)/\(name)/\(service)"
    }

    /// The proxy that refuses all traffic of a case and takes note of it.
    package func refusingProxy(_ name: String) -> String { "http://\(name):x@127.0.0.1:\(server.port)" }

    /// Takes the text of a case's `http.json`.
    package func prepare(_ name: String, exchanges: String) throws {
        try Data(exchanges.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).plan.json"))
    }

    /// What went otherwise than prepared, with exchanges that never happened.
    package func deviations(of name: String) throws -> [String] {
        let plan = try read("\(name).plan.json")?.elements.count ?? 0
        let seen = try read("\(name).seen.json")
        let asked = Int(seen?["asked"]?.number ?? 0)
        let found = seen?["deviations"]?.elements.compactMap(\.string) ?? []
        return asked < plan ? found + ["only \(asked) of \(plan) exchanges happened"] : found
    }

    private func read(_ file: String) throws -> JSONValue? {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return nil }
        // Not by the library's own reader, whose limit on the size an answer may be meant to break.
        return try JSONDecoder().decode(JSONValue.self, from: data)
    }
}
