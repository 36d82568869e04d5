public import AuroraDSQLCredentials
public import Logging

/// Makes a client, runs it for the length of a closure, and shuts it down: the shortest way in.
///
/// ```swift
/// try await withDSQLClient(configuration: configuration, driver: driver) { client in
///     try await client.withTransaction(retrying: .default) { connection in
///         try await connection.execute("UPDATE accounts SET balance = balance - 1 WHERE id = 7")
///     }
/// }
/// ```
///
/// When the closure has returned or thrown, or the task is cancelled, connections that are still lent are waited for up
/// to ``PoolConfiguration/drainTimeout``. The parameters are those of
/// ``DSQLClient/init(configuration:driver:tokenProvider:pool:onOpen:logger:)``; the Region of a bare cluster ID is found
/// as ``ConnectionConfiguration/completingRegion(logger:)`` does.
///
/// - Throws: ``DSQLError`` with ``DSQLError/Code/invalidConfiguration``; what the closure throws.
@discardableResult
public func withDSQLClient<Driver: PostgresDriver, Result>(
    configuration: ConnectionConfiguration,
    driver: Driver,
    tokenProvider: (any TokenProvider)? = nil,
    pool: PoolConfiguration = PoolConfiguration(),
    onOpen: (@Sendable (Driver.Connection) async throws -> Void)? = nil,
    logger: Logger? = nil,
    _ body: (DSQLClient<Driver>) async throws -> Result
) async throws -> Result {
    let client = try await DSQLClient(
        configuration: configuration.completingRegion(logger: logger),
        driver: driver,
        tokenProvider: tokenProvider,
        pool: pool,
        onOpen: onOpen,
        logger: logger
    )
    return try await client.running(body)
}

extension DSQLClient {
    /// Runs the client for the length of a closure.
    @discardableResult
    package func running<Result>(_ body: (DSQLClient) async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run() }
            do {
                let result = try await body(self)
                shutDown()
                try await group.waitForAll()
                return result
            } catch {
                shutDown()
                throw error
            }
        }
    }
}
