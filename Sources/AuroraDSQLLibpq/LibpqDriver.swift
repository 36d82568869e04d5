public import AuroraDSQL
public import AuroraDSQLCredentials
public import Logging

/// PostgreSQL's own client library, libpq, as the driver of a `DSQLClient`.
///
/// ```swift
/// var options = LibpqOptions()
/// options.rowsPerChunk = 500
/// let driver = LibpqDriver(options: options)
/// ```
///
/// Where a call takes a driver, `.libpq` is one with the default options.
///
/// * Every setting of a connection is given to libpq outright: no `PG*` variable, service file or file under
///   `~/.postgresql` changes where it connects, how it verifies or as whom it logs in. libpq will not get past a
///   `PGSERVICE` that names a service it cannot find; the error then names the variable. `PGTZ`, `PGDATESTYLE` and
///   `PGGEQO`, which libpq puts into the login itself, are the exception: they set the session's time zone, date style
///   and planner, as they do for every program that uses libpq.
/// * TLS is always verified in full. libpq 17 and later negotiate it directly.
/// * One thread of the process waits for all connections; another looks each host name up. No thread of the concurrency
///   pool ever blocks.
/// * What the server refuses is thrown as `PostgresServerError`, the driver's own failures as ``LibpqError``, a
///   connection that cannot be opened as `DSQLError`.
///
/// Built with libpq 15 or later, it uses what the libpq it runs with can do: cancel requests inside TLS, rows in chunks
/// and direct TLS come with 17.
public struct LibpqDriver: PostgresDriver {
    /// The driver's name in `application_name`: `libpq`.
    public var name: String { "libpq" }

    /// What was chosen about libpq.
    public let options: LibpqOptions

    /// Looks a host up, and may block.
    let resolve: NameLookup.Resolve

    /// Creates a driver.
    public init(options: LibpqOptions = LibpqOptions()) {
        self.init(options: options, resolve: NameLookup.system)
    }

    /// Creates a driver that looks host names up by other means, for tests.
    package init(options: LibpqOptions = LibpqOptions(), resolve: @escaping @Sendable (String) throws -> [String]) {
        self.options = options
        self.resolve = resolve
    }

    /// Opens a connection and logs in, trying each address of the host until the connect limit is over.
    ///
    /// - Throws: `DSQLError` with code `unreachable`, `tlsFailed`, `connectTimedOut`, `connectionFailed` or
    ///   `invalidConfiguration`; `PostgresServerError` where the server refuses the login; `CancellationError`.
    public func connect(
        _ parameters: ConnectionParameters,
        password: AuthToken,
        logger: Logger
    ) async throws -> LibpqConnection {
        try options.validate()
        let connector = Connector(
            parameters: parameters,
            password: password,
            options: options,
            resolve: resolve,
            logger: logger
        )
        return LibpqConnection(try await connector.connect(), options: options)
    }

    /// The server's error: the error itself, or the cause of one of the driver's or the connector's.
    public func serverError(in error: any Error) -> PostgresServerError? {
        switch error {
        case let error as PostgresServerError: error
        case let error as LibpqError: error.cause.flatMap(serverError)
        case let error as DSQLError: error.cause.flatMap(serverError)
        default: nil
        }
    }

    /// Whether the connection ended before the answer to a call had arrived in full, or before the call.
    public func isConnectionLost(_ error: any Error) -> Bool {
        guard let code = (error as? LibpqError)?.code else { return false }
        return code == .connectionLost || code == .connectionClosed
    }
}

extension PostgresDriver where Self == LibpqDriver {
    /// libpq with the default options.
    ///
    /// ```swift
    /// try await withDSQLClient(configuration: configuration, driver: .libpq) { client in
    ///     try await client.execute("SELECT 1")
    /// }
    /// ```
    public static var libpq: LibpqDriver { LibpqDriver() }

    /// libpq with options.
    public static func libpq(_ options: LibpqOptions) -> LibpqDriver { LibpqDriver(options: options) }
}
