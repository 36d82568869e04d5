public import AuroraDSQLCredentials
public import Logging

extension DSQLClient {
    /// Creates a client; nothing is opened before ``run()``.
    ///
    /// ```swift
    /// var pool = PoolConfiguration()
    /// pool.maximumConnections = 20
    /// let client = try DSQLClient(
    ///     configuration: ConnectionConfiguration(host: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"),
    ///     driver: driver,
    ///     pool: pool,
    ///     onOpen: { connection in try await connection.execute("SET search_path = shop") }
    /// )
    /// ```
    ///
    /// - Parameters:
    ///   - configuration: Where to connect, and as whom; its `occMaxRetries` is the client's ``retryPolicy``.
    ///   - driver: What opens connections.
    ///   - tokenProvider: What is asked for a token for each physical connection; by default tokens are signed with the
    ///     AWS credentials of the configuration's profile, or those the AWS CLI would find.
    ///   - pool: The pool's limits.
    ///   - onOpen: Run once on each new connection before it is lent first (`search_path`, `role`); when it fails the
    ///     connection is closed, and callers get ``DSQLError/Code/hookFailed``.
    ///   - logger: Where `debug` lines go, and `info` for retries after conflicts; by default nowhere.
    /// - Throws: ``DSQLError`` with ``DSQLError/Code/invalidConfiguration``: the first setting that cannot be accepted.
    public convenience init(
        configuration: ConnectionConfiguration,
        driver: Driver,
        tokenProvider: (any TokenProvider)? = nil,
        pool: PoolConfiguration = PoolConfiguration(),
        onOpen: (@Sendable (Driver.Connection) async throws -> Void)? = nil,
        logger: Logger? = nil
    ) throws(DSQLError) {
        try self.init(
            parameters: configuration.resolve(driver: driver.name),
            driver: driver,
            tokenProvider: tokenProvider ?? configuration.defaultTokenProvider(logger: logger),
            pool: pool,
            retryPolicy: configuration.occMaxRetries.map { OCCRetryPolicy(maxRetries: $0) },
            onOpen: onOpen,
            logger: logger ?? Logger(label: "aurora-dsql", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }

    /// Opens one connection without a pool, for the length of a closure: for a script or a migration.
    ///
    /// ```swift
    /// try await DSQLClient.withSingleConnection(
    ///     configuration: configuration,
    ///     driver: driver
    /// ) { connection in
    ///     try await connection.execute("CREATE TABLE accounts (id int PRIMARY KEY, balance int)")
    /// }
    /// ```
    ///
    /// A cluster that is waking up or asks for patience is waited for up to 30 seconds; anything else fails at once. The
    /// connection is closed afterwards, whatever happens. The Region of a bare cluster ID is found as
    /// ``ConnectionConfiguration/completingRegion(logger:)`` does.
    ///
    /// - Parameters:
    ///   - configuration: Where to connect, and as whom.
    ///   - driver: What opens the connection.
    ///   - tokenProvider: What is asked for the token; by default as in
    ///     ``init(configuration:driver:tokenProvider:pool:onOpen:logger:)``.
    ///   - logger: Where `debug` lines go; by default nowhere.
    ///   - body: What to do with the connection.
    /// - Throws: ``DSQLError`` when no connection can be opened; what the closure throws.
    @discardableResult
    public static func withSingleConnection<Result>(
        configuration: ConnectionConfiguration,
        driver: Driver,
        tokenProvider: (any TokenProvider)? = nil,
        logger: Logger? = nil,
        _ body: (Driver.Connection) async throws -> Result
    ) async throws -> Result {
        let client = try await DSQLClient(
            configuration: configuration.completingRegion(logger: logger),
            driver: driver,
            tokenProvider: tokenProvider,
            logger: logger
        )
        return try await client.withSingleConnection(body)
    }

    /// Opens one connection beside the pool, for the length of a closure.
    ///
    /// ```swift
    /// try await client.withSingleConnection { connection in
    ///     try await connection.execute("CREATE INDEX ASYNC ON accounts (balance)")
    /// }
    /// ```
    ///
    /// For work that is not to hold up a connection of the pool. It counts against none of the pool's limits, needs no
    /// ``run()``, and is closed afterwards, whatever happens. A cluster that is waking up or asks for patience is waited
    /// for up to ``PoolConfiguration/acquireTimeout``; anything else fails at once.
    ///
    /// - Parameter body: What to do with the connection.
    /// - Throws: ``DSQLError`` when no connection can be opened; what the closure throws.
    @discardableResult
    public func withSingleConnection<Result>(
        _ body: (Driver.Connection) async throws -> Result
    ) async throws -> Result {
        try await connector.withOpenConnection(until: clock.now() + pool.configuration.acquireTimeout, body)
    }
}
