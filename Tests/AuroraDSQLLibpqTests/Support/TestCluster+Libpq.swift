import AuroraDSQL
import AuroraDSQLLibpq
import Foundation
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

/// Lends a table of a name of its own; the cluster has no temporary ones.
func withTable<Value>(
    _ columns: String,
    on connection: LibpqConnection,
    _ body: (String) async throws -> Value
) async throws -> Value {
    let name = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await connection.execute("CREATE TABLE \(name) (\(columns))")
    let value: Value
    do { value = try await body(name) } catch {
        _ = try? await connection.execute("DROP TABLE \(name)")
        throw error
    }
    try await connection.execute("DROP TABLE \(name)")
    return value
}
