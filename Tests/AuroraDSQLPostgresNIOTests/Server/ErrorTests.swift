#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import PostgresNIO
    import TestSupport
    import Testing

    @Suite struct ErrorTests {
        private static let driver = PostgresNIODriver()

        /// The server's error that a call fails with.
        private static func refusal(_ call: () async throws -> Void) async -> PostgresServerError? {
            let error = await #expect(throws: (any Error).self) { try await call() }
            return error.flatMap(driver.serverError)
        }

        @Test func `every field of a server error is there`() async throws {
            try await withConnection { connection in
                try await withTable("word text CONSTRAINT one_of_each UNIQUE", on: connection) { table in
                    try await connection.execute("INSERT INTO \(table) VALUES ('a')")
                    let error = await Self.refusal { try await connection.execute("INSERT INTO \(table) VALUES ('a')") }
                    #expect(error?.sqlState == "23505")
                    #expect(error?.severity == "ERROR")
                    #expect(error?.message.contains("one_of_each") == true)
                    #expect(error?.detail == "Key (word)=(a) already exists.")
                    #expect(error?.constraintName == "one_of_each")
                    #expect(error?.tableName == table)
                }
                let error = await Self.refusal { try await connection.query("SELECT absent", logger: .silent) }
                #expect(error?.position == 8)
                #expect(error?.sqlState == "42703")
            }
        }

        /// Every way PostgresNIO has of running a statement.
        private static func attempts(
            _ connection: PostgresConnection,
            _ insert: String
        ) -> [(String, () async throws -> Void)] {
            let query = PostgresQuery(unsafeSQL: insert)
            let returning = PostgresQuery(unsafeSQL: insert + " RETURNING n")
            return [
                ("execute", { try await connection.execute(insert) }),
                ("executeUninterrupted", { try await connection.executeUninterrupted(insert) }),
                ("query", { for try await _ in try await connection.query(query, logger: .silent) {} }),
                ("query, rows left alone", { try await connection.query(query, logger: .silent) }),
                ("query with rows", { for try await _ in try await connection.query(returning, logger: .silent) {} }),
                ("future", { _ = try await connection.query(query, logger: .silent).get() }),
                ("future with rows", { _ = try await connection.query(returning, logger: .silent) { _ in }.get() }),
                ("prepared", { _ = try await connection.prepare(query: insert).flatMap { $0.execute() }.get() }),
                ("simple query", { _ = try await connection.simpleQuery(insert).get() }),
            ]
        }

        @Test func `a statement that fails when it is committed, after its tag, fails the call`() async throws {
            try await withConnection { connection in
                try await withTable("n int UNIQUE DEFERRABLE INITIALLY DEFERRED", on: connection) { table in
                    try await connection.execute("INSERT INTO \(table) VALUES (1)")
                    for (name, attempt) in Self.attempts(connection, "INSERT INTO \(table) VALUES (1)") {
                        let error = await Self.refusal { try await attempt() }
                        #expect(error?.sqlState == "23505", "\(name)")
                        #expect(!connection.isClosed, "\(name)")
                        #expect(connection.transactionStatus == .idle, "\(name)")
                    }
                    let count = try await connection.value("SELECT count(*) FROM \(unescaped: table)", as: Int.self)
                    #expect(count == 1)
                }
            }
        }

        @Test func `a statement that fails before its tag fails the call`() async throws {
            try await withConnection { connection in
                try await withTable("n int UNIQUE", on: connection) { table in
                    try await connection.execute("INSERT INTO \(table) VALUES (1)")
                    for (name, attempt) in Self.attempts(connection, "INSERT INTO \(table) VALUES (1)") {
                        let error = await Self.refusal { try await attempt() }
                        #expect(error?.sqlState == "23505", "\(name)")
                        #expect(!connection.isClosed, "\(name)")
                        #expect(connection.transactionStatus == .idle, "\(name)")
                    }
                }
            }
        }

        @Test func `PostgresNIO's own transaction is looked through`() async throws {
            try await withConnection { connection in
                try await withTable("n int UNIQUE DEFERRABLE INITIALLY DEFERRED", on: connection) { table in
                    let error = await #expect(throws: PostgresTransactionError.self) {
                        try await connection.withTransaction(logger: .silent) { connection in
                            try await connection.execute("INSERT INTO \(table) VALUES (1), (1)")
                        }
                    }
                    #expect(error?.commitError != nil)
                    #expect(error.flatMap(Self.driver.serverError)?.sqlState == "23505")
                    let inside = await #expect(throws: PostgresTransactionError.self) {
                        try await connection.withTransaction(logger: .silent) { connection in
                            try await connection.execute("SELECT 1/0")
                        }
                    }
                    let found = inside.map { DSQLError(.hookFailed, "x", cause: $0) }.flatMap(Self.driver.serverError)
                    #expect(found?.sqlState == "22012")
                    #expect(inside.map(Self.driver.isConnectionLost) == false)
                }
            }
        }

        @Test func `a text with a zero byte is not sent`() async throws {
            try await withConnection { connection in
                for isUninterrupted in [false, true] {
                    let error = await #expect(throws: DSQLError.self) {
                        _ =
                            isUninterrupted
                            ? try await connection.executeUninterrupted("SELECT 1\u{0}; DROP TABLE x")
                            : try await connection.execute("SELECT 1\u{0}; DROP TABLE x")
                    }
                    #expect(error?.code == .invalidConfiguration)
                }
                let tag = try await connection.execute("SELECT 1")
                #expect(tag == "SELECT 1")
            }
        }

        @Test func `COPY through execute ends, one way or the other`() async throws {
            try await withConnection { connection in
                _ = try await connection.execute("CREATE TABLE copied (n int)")
            }
            for sql in ["COPY copied FROM STDIN", "COPY copied TO STDOUT"] {
                try await withConnection { connection in
                    let error = await #expect(throws: (any Error).self) { try await connection.execute(sql) }
                    #expect(error.map(Self.driver.isConnectionLost) == true)
                }
            }
            try await withConnection { connection in
                _ = try await connection.execute("DROP TABLE copied")
            }
        }

        @Test func `notices go to the log, at debug`() async throws {
            let log = LogCapture()
            let connection = try await TestCluster.shared().connect(logger: log.logger)
            try await connection.execute("DROP TABLE IF EXISTS never_was")
            let line = log.lines.first { $0.contains("Notice from the server") }
            #expect(line?.hasPrefix("debug") == true)
            #expect(line?.contains("never_was") == true)
            #expect(line?.contains("00000") == true)
            await end(connection)
        }
    }
#endif
