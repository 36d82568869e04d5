import AuroraDSQL
import AuroraDSQLLibpq

/// Two writers count to a hundred together, each reading the count before it writes the next.
@main
struct ConflictRetry {
    static func main() async throws {
        let configuration = try ConnectionConfiguration(url: CommandLine.arguments.dropFirst().first ?? "")
        try await withDSQLClient(configuration: configuration, driver: .libpq) { client in
            try await client.execute("CREATE TABLE IF NOT EXISTS counter (id int8 PRIMARY KEY, n int8)")
            try await client.execute("INSERT INTO counter VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET n = 0")
            let attempts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask { try await count(to: 50, with: client) }
                }
                var attempts = 0
                for try await count in group { attempts += count }
                return attempts
            }
            let total = try await client.withConnection { connection in
                try await connection.query("SELECT n FROM counter WHERE id = 1")[0].decode(Int.self, at: 0)
            }
            print("The counter is \(total).")
            print("\(attempts - 100) attempts met a conflict and were made again.")
        }
    }

    static func count(to end: Int, with client: DSQLClient<LibpqDriver>) async throws -> Int {
        var attempts = 0
        for _ in 0..<end {
            try await client.withTransaction(retrying: OCCRetryPolicy(maxRetries: 20)) { connection in
                attempts += 1
                let row = try await connection.query("SELECT n FROM counter WHERE id = 1")[0]
                let n = try row.decode(Int.self, at: 0)
                try await connection.query("UPDATE counter SET n = $1 WHERE id = 1", [n + 1])
            }
        }
        return attempts
    }
}
