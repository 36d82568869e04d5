#if PostgresNIOSupport
    public import AuroraDSQL
    public import AuroraDSQLCredentials
    public import Logging
    public import NIOCore
    import NIOPosix
    public import PostgresNIO

    /// PostgresNIO as the driver of a `DSQLClient`.
    ///
    /// ```swift
    /// let driver = PostgresNIODriver()
    /// ```
    ///
    /// The connector lends PostgresNIO's own `PostgresConnection`. Connections are opened by this driver: TLS is always
    /// verified in full and, unless ``PostgresNIOOptions/tlsNegotiation`` says otherwise, negotiated directly; neither the
    /// environment nor a setting weakens it.
    ///
    /// * What the server refuses is thrown as PostgresNIO throws it, `PSQLError`; a connection that cannot be opened as
    ///   `DSQLError`.
    /// * A statement has succeeded only when the server is ready for the next one. PostgresNIO by itself reports success at
    ///   the command tag, before a single statement is committed; on the connections of this driver it does not, whichever
    ///   of its methods runs the statement.
    /// * Nothing blocks an event loop: host names and files are read on other threads.
    ///
    /// In the module `AuroraDSQLPostgresNIO` with the trait `PostgresNIOSupport`.
    public struct PostgresNIODriver: PostgresDriver {
        /// The driver's name in `application_name`: `postgresnio`.
        public var name: String { "postgresnio" }

        /// What was chosen about the driver.
        public let options: PostgresNIOOptions

        private let eventLoopGroup: any EventLoopGroup

        /// Creates a driver.
        ///
        /// - Parameters:
        ///   - options: Choices about the driver.
        ///   - eventLoopGroup: Where connections live, a group of NIOPosix; the process's own by default. Whoever made it
        ///     shuts it down, after the client.
        public init(
            options: PostgresNIOOptions = PostgresNIOOptions(),
            eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
        ) {
            self.options = options
            self.eventLoopGroup = eventLoopGroup
        }

        /// Opens a connection and logs in, trying the addresses of the host until the connect limit is over.
        ///
        /// - Throws: `DSQLError` with code `unreachable`, `tlsFailed`, `connectTimedOut`, `connectionFailed` or
        ///   `invalidConfiguration`; `PSQLError` where the server refuses the login; `CancellationError`.
        public func connect(
            _ parameters: ConnectionParameters,
            password: AuthToken,
            logger: Logger
        ) async throws -> PostgresConnection {
            try options.validate()
            let connector = Connector(
                parameters: parameters,
                options: options,
                eventLoop: eventLoopGroup.any(),
                logger: logger
            )
            return try await connector.connect(password)
        }

        /// The server's error: in a `PSQLError`, in the parts of a `PostgresTransactionError`, or the cause of a `DSQLError`.
        public func serverError(in error: any Error) -> PostgresServerError? {
            switch error {
            case let error as PostgresServerError: error
            case let error as PSQLError: error.serverError ?? error.underlying.flatMap(serverError)
            case let error as PostgresError: error.serverError
            case let error as PostgresTransactionError: error.parts.lazy.compactMap(serverError).first
            case let error as DSQLError: error.cause.flatMap(serverError)
            default: nil
            }
        }

        /// Whether the connection ended before the answer to a call had arrived in full, or before the call.
        public func isConnectionLost(_ error: any Error) -> Bool {
            switch error {
            case let error as PSQLError: error.isConnectionLost
            case let error as PostgresError: error.isConnectionLost
            case let error as PostgresTransactionError: error.parts.contains(where: isConnectionLost)
            // What a call on a connection that has ended throws: PostgresNIO lets nobody make a PSQLError.
            case let error as ChannelError: error == .ioOnClosedChannel
            default: false
            }
        }
    }
#endif
