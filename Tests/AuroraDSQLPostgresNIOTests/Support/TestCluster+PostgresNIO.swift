#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import Logging
    import PostgresNIO
    import TestSupport

    extension TestCluster {
        /// Opens a connection.
        func connect(
            _ options: PostgresNIOOptions = PostgresNIOOptions(),
            connectTimeout: Duration = .seconds(60),
            logger: Logger = .silent
        ) async throws -> PostgresConnection {
            try await PostgresNIODriver(options: options).connect(
                parameters(connectTimeout: connectTimeout),
                password: token(),
                logger: logger
            )
        }
    }

    extension Logger {
        static let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
    }

    /// Closes as the connector does.
    func end(_ connection: some PostgresDriverConnection) async { await connection.close() }

    /// Lends a connection to the shared cluster.
    func withConnection<Value>(
        _ options: PostgresNIOOptions = PostgresNIOOptions(),
        _ body: (PostgresConnection) async throws -> Value
    ) async throws -> Value {
        let connection = try await TestCluster.shared().connect(options)
        let value: Value
        do { value = try await body(connection) } catch {
            await end(connection)
            throw error
        }
        await end(connection)
        return value
    }

    extension PostgresConnection {
        /// The one value of a statement.
        func value<Value: PostgresDecodable & Sendable>(
            _ query: PostgresQuery,
            as type: Value.Type
        ) async throws -> Value? {
            var found: Value?
            for try await value in try await self.query(query, logger: .silent).decode(Value.self) { found = value }
            return found
        }
    }
#endif
