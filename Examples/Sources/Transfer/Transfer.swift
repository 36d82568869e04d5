import AuroraDSQL
import AuroraDSQLCredentials

func transfer(driver: some PostgresDriver, provider: any TokenProvider) async throws {
    try await withDSQLClient(
        configuration: ConnectionConfiguration(host: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"),
        driver: driver,
        tokenProvider: provider
    ) { client in
        let table = "CREATE TABLE IF NOT EXISTS accounts (id int PRIMARY KEY, balance int)"
        try await client.execute(table, retrying: .default)
        try await client.withTransaction(retrying: .default) { connection in
            try await connection.execute("UPDATE accounts SET balance = balance - 10 WHERE id = 7")
            try await connection.execute("UPDATE accounts SET balance = balance + 10 WHERE id = 8")
        }
    }
}
