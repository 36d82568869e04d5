#if PostgresNIOSupport
    public import AuroraDSQL
    import NIOCore
    public import PostgresNIO

    /// PostgresNIO's connection, as the connector sees it.
    ///
    /// ```swift
    /// try await client.withConnection { connection in
    ///     let rows = try await connection.query("SELECT name FROM account WHERE id = \(id)", logger: logger)
    ///     for try await name in rows.decode(String.self) { print(name) }
    /// }
    /// ```
    ///
    /// These additions are for connections that ``PostgresNIODriver`` has opened; everything else is PostgresNIO's own.
    extension PostgresConnection: PostgresDriverConnection {
        /// Where the session stands, as the server said last; `unknown` while a statement runs.
        public var transactionStatus: PostgresTransactionStatus {
            guard let session = SessionTable.session(of: self), !isClosed else { return .unknown }
            return session.transactionStatus
        }

        /// Runs a statement without parameters and throws its rows away.
        ///
        /// A cancelled call leaves the connection usable or closed: the server is asked to cancel the statement, and the
        /// connection is closed when that takes longer than ``PostgresNIOOptions/cancelTimeout``.
        ///
        /// - Returns: The command tag, `nil` for an empty statement.
        /// - Throws: `PSQLError`, `CancellationError`; `DSQLError` with code `invalidConfiguration`, before anything is sent,
        ///   for a text that PostgreSQL cannot take, or a connection of another origin.
        @discardableResult
        public func execute(_ sql: String) async throws -> String? {
            try Task.checkCancellation()
            let call = StatementCall(session: try session())
            do {
                return try await withTaskCancellationHandler {
                    try await call.run(sql, on: self).get()
                } onCancel: {
                    call.cancel()
                }
            } catch let error as PSQLError where call.isCancelled {
                if error.isConnectionLost {
                    await closeQuietly()
                } else if error.serverError?.sqlState != "57014" {
                    throw error
                }
                throw CancellationError()
            }
        }

        /// Runs a statement as ``execute(_:)`` does, also in a task that is cancelled.
        ///
        /// - Returns: The command tag, `nil` for an empty statement.
        @discardableResult
        public func executeUninterrupted(_ sql: String) async throws -> String? {
            try await StatementCall(session: session()).run(sql, on: self).get()
        }

        /// What the connector calls to close; PostgresNIO's own `close()` stays what it is.
        @_implements(PostgresDriverConnection,close())
        public func closeQuietly() async {
            let closed: EventLoopFuture<Void> = close()
            try? await closed.get()
        }

        private func session() throws -> Session {
            if let session = SessionTable.session(of: self) { return session }
            guard !isClosed else { throw ChannelError.ioOnClosedChannel }
            throw DSQLError(
                .invalidConfiguration,
                "The connection was not opened by PostgresNIODriver.",
                remedy: "Use query(_:logger:), or take a connection from a DSQLClient."
            )
        }
    }
#endif
