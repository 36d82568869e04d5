package import AuroraDSQLCredentials
package import Logging

/// A client of one Aurora DSQL cluster as one user: a pool of a driver's connections, and transactions that are tried
/// again after conflicts.
///
/// ```swift
/// let client = try DSQLClient(configuration: configuration, driver: driver)
/// try await withThrowingTaskGroup { group in
///     group.addTask { try await client.run() }
///     try await client.withTransaction(retrying: .default) { connection in
///         try await connection.execute("UPDATE accounts SET balance = balance - 1 WHERE id = 7")
///     }
///     group.cancelAll()
/// }
/// ```
///
/// ``withDSQLClient(configuration:driver:tokenProvider:pool:onOpen:logger:_:)`` does the same in one call.
///
/// * ``run()`` has to run for as long as the client is used: it opens and closes connections. Calls made before it wait.
/// * The connection that is lent is the driver's own. It is not to be kept, nor used by two tasks at once.
/// * A token is asked for once for each physical connection, never under a lock; connections that exist are lent
///   whatever the token provider does.
/// * Conflicts are retried only where that was asked for, with `occMaxRetries` in the configuration or `retrying:` at a
///   call.
public final class DSQLClient<Driver: PostgresDriver>: Sendable {
    /// Where the client connects, and as whom.
    public let parameters: ConnectionParameters
    /// The retries of a call that does not say; `nil` means none.
    public let retryPolicy: OCCRetryPolicy?

    let pool: ConnectionPool<Driver>
    let connector: Connector<Driver>
    let clock: ConnectorClock
    let logger: Logger

    var driver: Driver { connector.driver }

    /// Creates a client from parts that are resolved already.
    package init(
        parameters: ConnectionParameters,
        driver: Driver,
        tokenProvider: any TokenProvider,
        pool: PoolConfiguration = PoolConfiguration(),
        retryPolicy: OCCRetryPolicy? = nil,
        onOpen: (@Sendable (Driver.Connection) async throws -> Void)? = nil,
        logger: Logger,
        clock: ConnectorClock = .system
    ) throws(DSQLError) {
        try pool.check()
        self.parameters = parameters
        self.retryPolicy = retryPolicy
        self.clock = clock
        self.logger = logger
        connector = Connector(
            driver: driver,
            parameters: parameters,
            tokenProvider: tokenProvider,
            tokenTimeout: pool.acquireTimeout,
            onOpen: onOpen,
            clock: clock,
            logger: logger
        )
        self.pool = ConnectionPool(connector: connector, configuration: pool)
    }

    /// What the pool holds and has done.
    public var statistics: PoolStatistics { pool.statistics }

    /// Does the client's work until it is shut down or its task is cancelled.
    ///
    /// Both end it in the same way: calls that wait for a connection fail with ``DSQLError/Code/shutDown``, idle
    /// connections are closed, and those that are lent are waited for up to ``PoolConfiguration/drainTimeout``, then
    /// closed.
    ///
    /// - Throws: ``DSQLError`` with ``DSQLError/Code/alreadyRunning`` when it is called a second time.
    public func run() async throws {
        try await shuttingDownGracefully { try await pool.run() }
    }

    /// Ends ``run()``, which returns when the connections are closed; returns at once itself.
    public func shutDown() { pool.shutDown() }

    /// The kind of conflict inside an error this client or its driver threw; `nil` when it is none.
    ///
    /// For code that retries by its own means.
    public func conflict(in error: any Error) -> OCCConflict? {
        driver.findServerError(in: error).flatMap { OCCConflict($0) }
    }

    /// Whether the client is being shut down, or has been.
    package var isDraining: Bool { pool.isDraining }

    /// What the pool has left to do and to answer; for tests.
    package var pendingWork: Int { pool.pendingWork }

    func deadline(_ timeLimit: Duration?) -> Duration? { timeLimit.map { clock.now() + $0 } }
}
