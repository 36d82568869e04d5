import Synchronization

/// Stands for a client library that exists already: it connects, runs statements, and closes.
///
/// This one talks to nobody, and keeps what it was told to say.
final class SomeClient: Sendable {
    enum Failure: Error {
        case disconnected
        case server(sqlState: String, message: String)
    }

    struct Options {
        var host: String
        var address: String?
        var port: Int
        var user: String
        var database: String
        var rootCertificates: String
        var applicationName: String
        var timeout: Duration
    }

    private let said = Mutex<(statements: [String], isOpen: Bool)>(([], true))

    private init() {}

    static func connect(_ options: Options, password: () async throws -> String) async throws -> SomeClient {
        _ = try await password()
        return SomeClient()
    }

    var isOpen: Bool { said.withLock { $0.isOpen } }
    var statements: [String] { said.withLock { $0.statements } }

    func run(_ sql: String) async throws -> String {
        try said.withLock { said in
            guard said.isOpen else { throw Failure.disconnected }
            said.statements.append(sql)
            return sql.split(separator: " ").first.map(String.init) ?? ""
        }
    }

    func disconnect() { said.withLock { $0.isOpen = false } }
}
