import AuroraDSQL
import AuroraDSQLCredentials
import Logging

struct SomeDriver: PostgresDriver {
    let name = "some"

    func connect(
        _ parameters: ConnectionParameters,
        password: AuthToken,
        logger: Logger
    ) async throws -> SomeConnection {
        let options = SomeClient.Options(
            host: parameters.endpoint.host,
            address: parameters.hostAddress,
            port: parameters.port,
            user: parameters.user,
            database: parameters.database,
            rootCertificates: parameters.rootCertificatePath,
            applicationName: parameters.applicationName,
            timeout: parameters.connectTimeout
        )
        return SomeConnection(try await SomeClient.connect(options) { password.password })
    }

    func serverError(in error: any Error) -> PostgresServerError? {
        guard case SomeClient.Failure.server(let sqlState, let message) = error else { return nil }
        return PostgresServerError(sqlState: sqlState, message: message)
    }

    func isConnectionLost(_ error: any Error) -> Bool {
        guard case SomeClient.Failure.disconnected = error else { return false }
        return true
    }
}
