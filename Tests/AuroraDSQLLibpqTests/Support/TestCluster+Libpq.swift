import AuroraDSQL
import AuroraDSQLLibpq
import Logging
import TestSupport

extension TestCluster {
    /// Opens a connection.
    func connect(
        _ options: LibpqOptions = LibpqOptions(),
        connectTimeout: Duration = .seconds(60),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) async throws -> LibpqConnection {
        try await LibpqDriver(options: options).connect(
            parameters(connectTimeout: connectTimeout),
            password: token(),
            logger: logger
        )
    }
}

/// Lends a connection to the shared cluster.
func withConnection<Value>(
    _ options: LibpqOptions = LibpqOptions(),
    _ body: (LibpqConnection) async throws -> Value
) async throws -> Value {
    let connection = try await TestCluster.shared().connect(options)
    let value: Value
    do { value = try await body(connection) } catch {
        await connection.close()
        throw error
    }
    await connection.close()
    return value
}
