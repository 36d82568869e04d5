import AuroraDSQL
import AuroraDSQLLibpq

@main
struct SingleConnection {
    static func main() async throws {
        let configuration = try ConnectionConfiguration(url: CommandLine.arguments.dropFirst().first ?? "")
        let rows = try await DSQLClient.withSingleConnection(
            configuration: configuration,
            driver: .libpq
        ) { connection in
            try await connection.withChunks(of: "SELECT generate_series(1::int8, $1)", [100_000]) { chunks in
                var rows = 0
                for try await chunk in chunks { rows += chunk.rowCount }
                return rows
            }
        }
        print("\(rows) rows, a chunk at a time")
    }
}
