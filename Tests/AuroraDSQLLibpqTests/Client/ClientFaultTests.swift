import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import TestSupport
import Testing

extension FaultyCluster {
    /// Conflicts, cuts and hangs under a client's transactions, on libpq and a real PostgreSQL.
    @Suite struct ClientFaultTests {
        /// A table with one row of balance 100, for the length of a closure.
        private static func withAccount(
            pool: PoolConfiguration = PoolConfiguration(),
            _ body: (DSQLClient<LibpqDriver>, LocalCluster, String) async throws -> Void
        ) async throws {
            try await FaultyCluster.withClient(pool: pool) { client, cluster in
                let table = "account_\(UInt32.random(in: 0...UInt32.max))"
                try await client.execute("CREATE TABLE \(table) (id int PRIMARY KEY, balance int8)")
                try await client.execute("INSERT INTO \(table) VALUES (1, 100)")
                try await body(client, cluster, table)
            }
        }

        private static func balance(_ client: DSQLClient<LibpqDriver>, _ table: String) async throws -> Int {
            try await client.withConnection { connection in
                try await connection.query("SELECT balance FROM \(table)")[0].decode(Int.self, at: 0)
            }
        }

        @Test(
            arguments: [
                ("conflict-at-commit OC000", .data), ("conflict-at-commit OC001", .schema),
                ("conflict-at-statement OC000", .data), ("conflict-at-statement OC001", .schema),
            ] as [(String, OCCConflict)]
        )
        func `a transaction that meets a conflict is rolled back and run again`(
            fault: String,
            conflict: OCCConflict
        ) async throws {
            try await Self.withAccount { client, cluster, table in
                let sql = "UPDATE \(table) SET balance = balance - 10"
                try cluster.control(fault)
                let error = await #expect(throws: PostgresServerError.self) {
                    try await client.withTransaction { try await $0.execute(sql) }
                }
                #expect(error.flatMap { client.conflict(in: $0) } == conflict)
                #expect(try await Self.balance(client, table) == 100)

                try cluster.control("\(fault) count=2")
                var attempts = 0
                try await client.withTransaction(retrying: .default) { connection in
                    attempts += 1
                    try await connection.execute(sql)
                }
                #expect(attempts == 3)
                #expect(try await Self.balance(client, table) == 90)

                try cluster.control("\(fault) count=4")
                let spent = await #expect(throws: DSQLError.self) {
                    try await client.withTransaction(retrying: .default) { try await $0.execute(sql) }
                }
                #expect(spent?.code == .conflictRetriesExhausted)
                #expect(spent?.retries?.attempts == 4)
                #expect(try await Self.balance(client, table) == 90)
            }
        }

        @Test func `a single statement that meets a conflict is run again`() async throws {
            try await Self.withAccount { client, cluster, table in
                try cluster.control("conflict-at-statement OC001 count=2")
                let tag = try await client.execute("ALTER TABLE \(table) ADD COLUMN note text", retrying: .default)
                #expect(tag == "ALTER TABLE")
            }
        }

        @Test func `two writers of one row both get through`() async throws {
            try await Self.withAccount { client, _, table in
                let attempts = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<2 {
                        group.addTask {
                            var attempts = 0
                            for _ in 0..<20 {
                                try await client.withTransaction(retrying: OCCRetryPolicy(maxRetries: 50)) {
                                    connection in
                                    attempts += 1
                                    let row = try await connection.query("SELECT balance FROM \(table)")[0]
                                    let balance = try row.decode(Int.self, at: 0)
                                    try await connection.query("UPDATE \(table) SET balance = $1", [balance + 1])
                                }
                            }
                            return attempts
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(attempts >= 40)
                #expect(try await Self.balance(client, table) == 140)
            }
        }

        @Test func `a conflict of PostgreSQL's own reads as DSQL's`() async throws {
            try await Self.withAccount { client, _, table in
                var attempts = 0
                try await client.withTransaction(retrying: .default) { connection in
                    attempts += 1
                    let row = try await connection.query("SELECT balance FROM \(table)")[0]
                    if attempts == 1 {
                        // Another connection commits in between, so that the update below must fail.
                        try await client.withConnection { try await $0.execute("UPDATE \(table) SET balance = 200") }
                    }
                    let balance = try row.decode(Int.self, at: 0)
                    do {
                        try await connection.query("UPDATE \(table) SET balance = $1", [balance + 10])
                    } catch {
                        #expect(client.conflict(in: error) == .data)
                        #expect(client.conflict(in: error) != nil && attempts == 1)
                        throw error
                    }
                }
                #expect(attempts == 2)
                #expect(try await Self.balance(client, table) == 210)
            }
        }

        @Test(arguments: [("cut-after-commit", 90), ("cut-before-commit", 100)])
        func `a connection that is cut at COMMIT leaves an unknown outcome`(fault: String, balance: Int) async throws {
            try await Self.withAccount { client, cluster, table in
                try cluster.control(fault)
                var attempts = 0
                let error = await #expect(throws: DSQLError.self) {
                    try await client.withTransaction(retrying: .default) { connection in
                        attempts += 1
                        try await connection.execute("UPDATE \(table) SET balance = balance - 10")
                    }
                }
                #expect(error?.code == .commitOutcomeUnknown)
                #expect(attempts == 1)
                #expect(try await Self.balance(client, table) == balance)

                try cluster.control(fault)
                try await client.withTransaction(retrying: .default, idempotent: true) { connection in
                    try await connection.execute("UPDATE \(table) SET balance = 50")
                }
                #expect(try await Self.balance(client, table) == 50)
            }
        }

        @Test func `a closure that hides a failed statement commits nothing, and is told`() async throws {
            try await Self.withAccount { client, _, table in
                let error = await #expect(throws: DSQLError.self) {
                    try await client.withTransaction(retrying: .default) { connection in
                        try await connection.execute("UPDATE \(table) SET balance = 0")
                        _ = try? await connection.execute("SELECT 1/0")
                    }
                }
                #expect(error?.code == .transactionRolledBack)
                let left = try await Self.balance(client, table)
                #expect(left == 100)
            }
        }

        @Test func `a statement that hangs ends with the call's time limit`() async throws {
            try await Self.withAccount { client, cluster, table in
                try cluster.control("hang")
                let error = await #expect(throws: DSQLError.self) {
                    try await client.withTransaction(timeLimit: .milliseconds(500)) { connection in
                        try await connection.execute("UPDATE \(table) SET balance = 0")
                    }
                }
                #expect(error?.code == .timeLimitExceeded)
                #expect(try await Self.balance(client, table) == 100)
            }
        }

        @Test func `sessions that the server ends for their age are replaced`() async throws {
            try await Self.withAccount { client, cluster, table in
                try cluster.control("connection-life seconds=0.5")
                try cluster.control("kill-all")
                _ = try? await client.withConnection { try await $0.execute("SELECT 1") }
                let before = client.statistics.opened
                // Idle beyond its life, then wanted again.
                while client.statistics.opened == before {
                    _ = try? await Self.balance(client, table)
                    try await Task.sleep(for: .milliseconds(100))
                }
                try cluster.control("connection-life seconds=off")
                _ = try? await Self.balance(client, table)
                try cluster.control("kill-all")
                _ = try? await Self.balance(client, table)
                #expect(try await Self.balance(client, table) == 100)
            }
        }

        @Test func `connections go on when the keys are exchanged, and new ones take the new keys`() async throws {
            let cluster = try await FaultyCluster.ready()
            let old = try cluster.credentials
            let tokens = ExchangedTokenProvider(old)
            var pool = PoolConfiguration()
            pool.maximumConnections = 2
            pool.acquireTimeout = .seconds(5)
            try await FaultyCluster.withClient(tokens: tokens, pool: pool) { client, cluster in
                try await client.withConnection { connection in
                    try cluster.control("rotate-keys id=AKIDNEW secret=new")
                    #expect(try await connection.execute("SELECT 1") == "SELECT 1")
                    let refused = await #expect(throws: DSQLError.self) {
                        try await client.withConnection { try await $0.execute("SELECT 1") }
                    }
                    // The connection that is lent might have come back; the reason why there was no other is told.
                    #expect(refused?.code == .acquireTimedOut)
                    #expect((refused?.cause as? DSQLError)?.code == .notAuthorized)
                    tokens.exchange(Credentials(accessKeyID: "AKIDNEW", secretAccessKey: "new"))
                    let tag = try await client.withConnection { try await $0.execute("SELECT 1") }
                    #expect(tag == "SELECT 1")
                    #expect(try await connection.execute("SELECT 1") == "SELECT 1")
                }
                let session = cluster.settings["AWS_SESSION_TOKEN"].map { " token=\($0)" } ?? ""
                let back = "id=\(old.accessKeyID) secret=\(try cluster.variable("AWS_SECRET_ACCESS_KEY"))"
                try cluster.control("rotate-keys \(back)\(session)")
            }
        }

        @Test func `a client goes on after all its connections were killed and the port was gone`() async throws {
            try await Self.withAccount { client, cluster, table in
                for command in ["kill-all", "restart-listener"] {
                    try cluster.control(command)
                    // A call that had a connection when it was cut fails; the next ones must not.
                    _ = try? await client.withConnection { try await $0.execute("SELECT 1") }
                    #expect(try await Self.balance(client, table) == 100)
                }
                #expect(client.statistics.connections <= 10)
            }
        }
    }
}
