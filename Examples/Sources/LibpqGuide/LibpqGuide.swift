import AuroraDSQL
import AuroraDSQLLibpq
import FoundationEssentials

/// The code of the page on libpq.
@main
struct LibpqGuide {
    static func main() async throws {
        let configuration = try ConnectionConfiguration(url: CommandLine.arguments.dropFirst().first ?? "")
        var options = LibpqOptions()
        options.rowsPerChunk = 500
        options.cancelTimeout = .seconds(2)
        try await withDSQLClient(configuration: configuration, driver: .libpq(options)) { client in
            try await client.execute(
                "CREATE TABLE IF NOT EXISTS account"
                    + " (id uuid PRIMARY KEY, owner text, opened timestamptz, balance numeric, note text)"
            )
            try await client.withConnection { connection in
                try await query(connection)
                try await prepare(connection)
                try await stream(connection)
                try await refuse(connection)
                try await stayOnTheDriversThread(connection)
            }
        }
    }

    static func query(_ connection: LibpqConnection) async throws {
        let id = UUID()
        let insert = try await connection.query(
            "INSERT INTO account (id, owner, opened, balance) VALUES ($1, $2, $3, $4)",
            [id, "Ada", Date(), Decimal(100)]
        )
        print(insert.commandTag)

        let result = try await connection.query("SELECT owner, balance, note FROM account WHERE id = $1", [id])
        for row in result {
            let (owner, balance, note) = try row.decode((String, Decimal, String?).self)
            print("\(owner) has \(balance), \(note ?? "without a note").")
        }

        let span = try await connection.query("SELECT now() - opened FROM account WHERE id = $1", [id], results: .text)
        let age = try span[0].decode(String.self, at: 0)
        print("\(age.isEmpty ? "ageless" : "an interval as text")")

        let numbers = try await connection.query("SELECT generate_series(1::int8, 100)")
        var total = 0
        for row in numbers.indices { total += try numbers.decode(Int.self, row: row, column: 0) }
        print("The numbers add up to \(total).")
    }

    static func prepare(_ connection: LibpqConnection) async throws {
        let statement = try await connection.prepare("SELECT count(*) FROM account WHERE owner = $1")
        for owner in ["Ada", "Nobody"] {
            let count = try await connection.query(statement, [owner])[0].decode(Int.self, at: 0)
            print("\(owner): \(count > 0 ? "there" : "not there")")
        }
        try await connection.deallocate(statement)
    }

    static func stream(_ connection: LibpqConnection) async throws {
        let sum = try await connection.withChunks(of: "SELECT generate_series(1::int8, $1)", [10_000]) { chunks in
            var sum = 0
            for try await chunk in chunks {
                for row in chunk { sum += try row.decode(Int.self, at: 0) }
            }
            return sum
        }
        print("The sum is \(sum).")
    }

    static func refuse(_ connection: LibpqConnection) async throws {
        do {
            try await connection.execute("INSERT INTO account SELECT * FROM account")
        } catch let error as PostgresServerError where error.sqlState == "23505" {
            print("\(error.constraintName ?? "a constraint") says no.")
        } catch let error as LibpqError where error.code == .connectionLost {
            print("The statement may or may not have run.")
        }
    }

    static func stayOnTheDriversThread(_ connection: LibpqConnection) async throws {
        let executor = try LibpqDriver.taskExecutor()
        let count = try await withTaskExecutorPreference(executor) {
            try await connection.query("SELECT count(*) FROM account")[0].decode(Int.self, at: 0)
        }
        print(count > 0 ? "Counted on the driver's thread." : "There is no account.")
    }
}
