import AuroraDSQL
import AuroraDSQLPostgresNIO
import Logging
import PostgresNIO

/// What the service knows about accounts; all SQL is here.
struct Accounts {
    let client: DSQLClient<PostgresNIODriver>
    let logger: Logger

    struct InsufficientFunds: Error {}

    func prepare() async throws {
        try await client.execute(
            "CREATE TABLE IF NOT EXISTS accounts (id bigint PRIMARY KEY, balance bigint NOT NULL)",
            retrying: .default,
            idempotent: true
        )
    }

    func balance(of id: Int) async throws -> Int? {
        try await client.withConnection { connection in
            let rows = try await connection.query("SELECT balance FROM accounts WHERE id = \(id)", logger: logger)
            for try await balance in rows.decode(Int.self) { return balance }
            return nil
        }
    }

    func open(_ id: Int, balance: Int) async throws {
        try await client.withTransaction(retrying: .default, idempotent: true) { connection in
            try await connection.query("DELETE FROM accounts WHERE id = \(id)", logger: logger)
            try await connection.query("INSERT INTO accounts VALUES (\(id), \(balance))", logger: logger)
        }
    }

    /// Moves money; runs again when another transfer came first.
    func transfer(_ amount: Int, from: Int, to: Int) async throws {
        try await client.withTransaction(retrying: .default) { connection in
            let taken = try await connection.query(
                "UPDATE accounts SET balance = balance - \(amount) WHERE id = \(from) AND balance >= \(amount) RETURNING id",
                logger: logger
            )
            guard try await taken.collect().count == 1 else { throw InsufficientFunds() }
            let given = try await connection.query(
                "UPDATE accounts SET balance = balance + \(amount) WHERE id = \(to) RETURNING id",
                logger: logger
            )
            guard try await given.collect().count == 1 else { throw InsufficientFunds() }
        }
    }
}
