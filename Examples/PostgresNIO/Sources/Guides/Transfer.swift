import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLPostgresNIO
import Logging
import PostgresNIO

func transfer(from: Int, to: Int, logger: Logger) async throws {
    try await withDSQLClient(
        configuration: ConnectionConfiguration(host: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"),
        driver: PostgresNIODriver(),
        tokenProvider: IAMTokenProvider()
    ) { client in
        try await client.withTransaction(retrying: .default) { connection in
            try await connection.query("UPDATE accounts SET balance = balance - 10 WHERE id = \(from)", logger: logger)
            try await connection.query("UPDATE accounts SET balance = balance + 10 WHERE id = \(to)", logger: logger)
        }
    }
}
