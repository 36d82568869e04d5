import AuroraDSQL
import AuroraDSQLCredentials

extension DriverConformance {
    /// An error of nobody's, with every word that could mislead.
    private struct MisleadingError: Error, CustomStringConvertible {
        let description = "FATAL 40001: connection lost, server closed the connection unexpectedly (OC000)"
    }

    func refusesWrongToken() async throws {
        let error = try await errorOf("A login with a wrong token") {
            let connection = try await driver.connect(
                parameters,
                password: AuthToken(password: "wrong"),
                logger: logger
            )
            await connection.close()
        }
        guard let server = driver.serverError(in: error) else {
            throw Failure(description: "\(error) holds no server's error.")
        }
        try require(!server.message.isEmpty, "The refusal has no message.")
        try require(
            !server.message.hasPrefix("FATAL"),
            "The refusal's message begins with the severity: \(server.message)"
        )
        try require(!driver.isConnectionLost(error), "A refused login counts as a lost connection.")
    }

    func reportsUnreachable() async throws {
        // Port 1 (tcpmux) is one that nobody listens on.
        let elsewhere = ConnectionParameters(
            endpoint: parameters.endpoint,
            hostAddress: parameters.hostAddress,
            port: 1,
            user: parameters.user,
            database: parameters.database,
            applicationName: parameters.applicationName,
            rootCertificatePath: parameters.rootCertificatePath,
            connectTimeout: parameters.connectTimeout,
            tokenRequest: parameters.tokenRequest
        )
        let error = try await errorOf("A login where nobody listens") {
            await (try connect(elsewhere)).close()
        }
        try requireEqual((error as? DSQLError)?.code, .unreachable, "The code of \(error)")
    }

    func readsOnlyItsOwnErrors() throws {
        for error in [MisleadingError(), CancellationError()] as [any Error] {
            try require(driver.serverError(in: error) == nil, "\(error) counts as the server's.")
            try require(!driver.isConnectionLost(error), "\(error) counts as a lost connection.")
        }
    }
}
