import AuroraDSQL
import AuroraDSQLLibpq
import TestSupport
import Testing

@Suite struct ErrorTests {
    @Test func `a violated constraint is named, with its table and detail`() async throws {
        try await withConnection { connection in
            try await withTable("word text CONSTRAINT one_of_each UNIQUE", on: connection) { table in
                try await connection.query("INSERT INTO \(table) VALUES ($1)", ["a"])
                let error = await #expect(throws: PostgresServerError.self) {
                    try await connection.query("INSERT INTO \(table) VALUES ($1)", ["a"])
                }
                #expect(error?.sqlState == "23505")
                #expect(error?.severity == "ERROR")
                #expect(error?.message.contains("one_of_each") == true)
                #expect(error?.detail == "Key (word)=(a) already exists.")
                #expect(error?.constraintName == "one_of_each")
                #expect(error?.tableName == table)
            }
            let error = await #expect(throws: PostgresServerError.self) { try await connection.query("SELECT absent") }
            #expect(error?.position == 8)
            #expect(error?.sqlState == "42703")
            let driver = LibpqDriver()
            if let error {
                #expect(driver.serverError(in: error) == error)
                #expect(driver.serverError(in: DSQLError(.connectionFailed, "x", cause: error)) == error)
                #expect(driver.serverError(in: CancellationError()) == nil)
                #expect(!driver.isConnectionLost(error))
            }
        }
    }

    @Test func `what a statement raises comes with every field`() async throws {
        try await withConnection { connection in
            let error = await #expect(throws: PostgresServerError.self) {
                try await connection.execute(
                    """
                    DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = 'a message', DETAIL = 'a detail',
                    HINT = 'a hint', SCHEMA = 'a schema', TABLE = 'a table', COLUMN = 'a column', DATATYPE = 'a type',
                    CONSTRAINT = 'a constraint'; END $$
                    """
                )
            }
            let expected: [PostgresServerError.Field: String] = [
                .localizedSeverity: "ERROR", .severity: "ERROR", .sqlState: "23514", .message: "a message",
                .detail: "a detail", .hint: "a hint", .schemaName: "a schema", .tableName: "a table",
                .columnName: "a column", .dataTypeName: "a type", .constraintName: "a constraint",
            ]
            let fields = try #require(error).fields
            for (field, text) in expected { #expect(fields[field] == text, "\(field)") }
            #expect(fields[.context]?.contains("PL/pgSQL") == true)
            for field in [PostgresServerError.Field.file, .line, .routine] { #expect(fields[field] != nil, "\(field)") }
            let inner = await #expect(throws: PostgresServerError.self) {
                try await connection.execute("DO $$ BEGIN PERFORM absent; END $$")
            }
            #expect(inner?.fields[.internalQuery] == "SELECT absent")
            #expect(inner?.fields[.internalPosition] == "8")
        }
    }

    @Test func `an autocommit that fails after the command tag fails the call`() async throws {
        try await withConnection { connection in
            try await withTable("n int UNIQUE DEFERRABLE INITIALLY DEFERRED", on: connection) { table in
                try await connection.query("INSERT INTO \(table) VALUES (1)")
                let statement = try await connection.prepare("INSERT INTO \(table) VALUES ($1)", types: [.int4])
                let attempts: [() async throws -> Void] = [
                    { try await connection.query("INSERT INTO \(table) VALUES ($1)", [1]) },
                    { try await connection.execute("INSERT INTO \(table) VALUES (1)") },
                    { try await connection.executeUninterrupted("INSERT INTO \(table) VALUES (1)") },
                    { try await connection.query(statement, [Int32(1)]) },
                    {
                        let sql = "INSERT INTO \(table) VALUES (1) RETURNING n"
                        try await connection.withChunks(of: sql) { chunks in
                            for try await _ in chunks {}
                        }
                    },
                ]
                for attempt in attempts {
                    let error = await #expect(throws: PostgresServerError.self) { try await attempt() }
                    #expect(error?.sqlState == "23505")
                    #expect(connection.transactionStatus == .idle)
                }
                let count = try await connection.query("SELECT count(*) FROM \(table)")
                #expect(try count[0].decode(Int.self, at: 0) == 1)
            }
        }
    }

    @Test func `COPY is refused and the connection can be used`() async throws {
        try await withConnection { connection in
            try await withTable("n int, word text", on: connection) { table in
                let statements = [
                    "COPY \(table) FROM STDIN", "COPY \(table) TO STDOUT",
                    "COPY (SELECT n, repeat('x', 1000) FROM generate_series(1, 50000) AS n) TO STDOUT",
                ]
                for sql in statements {
                    let error = await #expect(throws: LibpqError.self) { try await connection.execute(sql) }
                    #expect(error?.code == .copyNotSupported)
                    let streamed = await #expect(throws: LibpqError.self) {
                        try await connection.withChunks(of: sql) { chunks in for try await _ in chunks {} }
                    }
                    #expect(streamed?.code == .copyNotSupported)
                    #expect(connection.transactionStatus == .idle)
                    let tag = try await connection.execute("SELECT 1")
                    #expect(tag == "SELECT 1")
                }
            }
        }
    }

    @Test func `a second call on a busy connection is refused and the first one goes on`() async throws {
        try await withConnection { connection in
            async let slow = connection.query("SELECT pg_sleep(1), 7")
            while connection.transactionStatus == .idle { await Task.yield() }
            let refused = await #expect(throws: LibpqError.self) { try await connection.execute("SELECT 1") }
            #expect(refused?.code == .connectionBusy)
            let seven = try await slow[0].decode(Int.self, at: 1)
            #expect(seven == 7)
            let tag = try await connection.execute("SELECT 1")
            #expect(tag == "SELECT 1")
        }
    }

    @Test func `notices go to the log, at debug`() async throws {
        let log = LogCapture()
        let connection = try await TestCluster.shared().connect(logger: log.logger)
        try await connection.execute("DROP TABLE IF EXISTS never_was")
        let line = log.lines.first { $0.contains("never_was") }
        #expect(line?.hasPrefix("debug Notice from the server") == true)
        #expect(line?.contains("00000") == true)
        await connection.close()
    }
}
