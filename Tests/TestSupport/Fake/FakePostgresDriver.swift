package import AuroraDSQL
package import AuroraDSQLCredentials
package import Logging

/// A driver without a network, in front of a ``FakeServer``.
package struct FakePostgresDriver: PostgresDriver {
    /// The name in `application_name`.
    package let name = "fake"
    /// The server it connects to.
    package let server: FakeServer

    /// Creates a driver for a server.
    package init(server: FakeServer = FakeServer()) { self.server = server }

    package func connect(
        _ parameters: ConnectionParameters,
        password: AuthToken,
        logger: Logger
    ) async throws -> FakeConnection {
        try Task.checkCancellation()
        guard parameters.port == FakeServer.port else {
            throw DSQLError(.unreachable, "Port \(parameters.port) does not answer.")
        }
        switch server.nextConnect(password: password.password) {
        case .accept: break
        case .refuse(let error): throw FakeError.server(error)
        case .fail(let error): throw error
        case .hang(let gate): try await gate.wait()
        }
        // A login that ended in cancellation leaves nothing open.
        try Task.checkCancellation()
        return server.open()
    }

    package func serverError(in error: any Error) -> PostgresServerError? {
        guard case .server(let inner) = (error as? FakeError)?.kind else { return nil }
        return inner.server
    }

    package func isConnectionLost(_ error: any Error) -> Bool {
        guard case .lost = (error as? FakeError)?.kind else { return false }
        return true
    }
}
