import AuroraDSQLCredentials
import Logging

/// Opens one physical connection: a fresh token, the driver, the on-open hook.
package struct Connector<Driver: PostgresDriver>: Sendable {
    /// A failure with what it means for another try.
    package struct Failure: Error, Sendable {
        /// What the caller is told.
        package var error: DSQLError
        /// Whether another try is worth it.
        package var disposition: PoolStateMachine.Disposition
    }

    let driver: Driver
    let parameters: ConnectionParameters
    let tokenProvider: any TokenProvider
    /// How long the provider may take.
    let tokenTimeout: Duration
    let onOpen: (@Sendable (Driver.Connection) async throws -> Void)?
    let clock: ConnectorClock
    let logger: Logger

    /// Opens a connection, once, but for a token that was refused as expired: that one is replaced once.
    func open() async throws(Failure) -> Driver.Connection {
        let connection: Driver.Connection
        do {
            connection = try await connect()
        } catch  where error.error.code == .clockSkew {
            logger.debug("Token refused as expired; asking for another", metadata: metadata)
            connection = try await connect()
        }
        try await prepare(connection)
        return connection
    }

    /// Opens a connection, patiently: what passes is waited for until a deadline.
    func open(until deadline: Duration) async throws -> Driver.Connection {
        var failures = 0
        while true {
            do throws(Failure) {
                return try await open()
            } catch {
                try Task.checkCancellation()
                let longest = PoolStateMachine.openBackoff.longest(failures)
                let moment = clock.now() + longest / 2 + longest / 2 * clock.random()
                guard error.disposition == .wait, moment < deadline else { throw error.error }
                failures += 1
                logger.debug("Connection refused for now", metadata: metadata(error.error))
                try await clock.sleepUntil(moment)
            }
        }
    }

    private func connect() async throws(Failure) -> Driver.Connection {
        let token = try await token()
        do {
            return try await driver.connect(parameters, password: token, logger: logger)
        } catch {
            throw classify(error)
        }
    }

    private func classify(_ error: any Error) -> Failure {
        if let server = driver.serverError(in: error) {
            let refusal = ConnectRefusal(server)
            return Failure(
                error: refusal.error(server, cause: error, parameters: parameters, wallTime: clock.wallTime()),
                disposition: refusal.disposition
            )
        }
        if let known = error as? DSQLError {
            let network: Set<DSQLError.Code> = [.unreachable, .connectTimedOut, .connectionFailed]
            return Failure(error: known, disposition: network.contains(known.code) ? .network : .permanent)
        }
        return Failure(
            error: DSQLError(
                .connectionFailed,
                "The connection to \(parameters.endpoint.host) could not be opened: \(error)",
                cause: error
            ),
            disposition: .network
        )
    }

    private func prepare(_ connection: Driver.Connection) async throws(Failure) {
        guard let onOpen else { return }
        do {
            try await onOpen(connection)
        } catch {
            await connection.close()
            throw Failure(
                error: DSQLError(.hookFailed, "The on-open hook failed: \(error)", cause: error),
                disposition: driver.isConnectionLost(error) ? .network : .permanent
            )
        }
    }

    var metadata: Logger.Metadata {
        ["dsql.host": "\(parameters.endpoint.host)", "dsql.user": "\(parameters.user)"]
    }

    func metadata(_ error: DSQLError) -> Logger.Metadata {
        var metadata = metadata
        metadata["error.code"] = "\(error.code)"
        metadata["error"] = "\(error)"
        if let sessionID = error.sessionID { metadata["dsql.session_id"] = "\(sessionID)" }
        return metadata
    }
}
