import AuroraDSQL
import AuroraDSQLLibpq

@main
struct Quickstart {
    static func main() async throws {
        let url = CommandLine.arguments.dropFirst().first ?? ""
        try await withDSQLClient(configuration: ConnectionConfiguration(url: url), driver: .libpq) { client in
            try await client.execute("CREATE TABLE IF NOT EXISTS planet (name text PRIMARY KEY, moons int8)")

            try await client.withTransaction(retrying: .default) { connection in
                let insert = "INSERT INTO planet VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET moons = $2"
                for (name, moons) in [("Earth", 1), ("Mars", 2), ("Jupiter", 97)] {
                    try await connection.query(insert, [name, moons])
                }
            }

            try await client.withConnection { connection in
                let result = try await connection.query(
                    "SELECT name, moons FROM planet WHERE moons > $1 ORDER BY moons",
                    [1]
                )
                for row in result {
                    let (name, moons) = try row.decode((String, Int).self)
                    print("\(name) has \(moons) moons.")
                }
            }
        }
    }
}
