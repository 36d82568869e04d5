package import AuroraDSQL
import Foundation

/// Lends a table of a name of its own; the cluster has no temporary ones.
package func withTable<Value>(
    _ columns: String,
    on connection: some PostgresDriverConnection,
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
