#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import PostgresNIO
    import TestSupport
    import Testing

    /// The connector on this driver, with the faults of a cluster of its own.
    @Suite struct ClientTests {
        private static func withClient(
            _ body: (DSQLClient<PostgresNIODriver>, LocalCluster) async throws -> Void
        ) async throws {
            let own = try await LocalCluster()
            let cluster = try TestCluster(own)
            do {
                try await withDSQLClient(
                    configuration: cluster.configuration,
                    driver: PostgresNIODriver(),
                    tokenProvider: cluster.tokenProvider
                ) { client in
                    try await client.execute("CREATE TABLE IF NOT EXISTS entries (n int)")
                    try await body(client, own)
                }
            } catch {
                await own.stop()
                throw error
            }
            await own.stop()
        }

        private static func count(_ client: DSQLClient<PostgresNIODriver>) async throws -> Int? {
            try await client.withConnection { try await $0.value("SELECT count(*) FROM entries", as: Int.self) }
        }

        @Test(arguments: ["conflict-at-commit OC000", "conflict-at-commit OC001", "conflict-at-statement OC001"])
        func `a conflict is found in PostgresNIO's error, and the transaction runs again`(fault: String) async throws {
            try await Self.withClient { client, own in
                try own.control("\(fault) count=2")
                var attempts = 0
                try await client.withTransaction(retrying: .default) { connection in
                    attempts += 1
                    try await connection.query("INSERT INTO entries VALUES (\(7))", logger: .silent)
                }
                #expect(attempts > 1)
                let found = try await Self.count(client)
                #expect(found == 1)
            }
        }

        @Test func `a conflict that is not retried comes out as PostgresNIO threw it`() async throws {
            try await Self.withClient { client, own in
                try own.control("conflict-at-statement OC000")
                let error = await #expect(throws: PSQLError.self) {
                    try await client.withTransaction(retrying: nil) { connection in
                        try await connection.query("INSERT INTO entries VALUES (1)", logger: .silent)
                    }
                }
                #expect(error.flatMap { client.conflict(in: $0) } == .data)
            }
        }

        @Test func `a COMMIT without an answer is an unknown outcome`() async throws {
            try await Self.withClient { client, own in
                for (fault, count) in [("cut-before-commit", 0), ("cut-after-commit", 1)] {
                    try own.control(fault)
                    let error = await #expect(throws: DSQLError.self) {
                        try await client.withTransaction(retrying: .default) { connection in
                            try await connection.query("INSERT INTO entries VALUES (1)", logger: .silent)
                        }
                    }
                    #expect(error?.code == .commitOutcomeUnknown)
                    let found = try await Self.count(client)
                    #expect(found == count)
                }
            }
        }

        @Test func `a hidden failure is told when COMMIT answers ROLLBACK`() async throws {
            try await Self.withClient { client, _ in
                let error = await #expect(throws: DSQLError.self) {
                    try await client.withTransaction(retrying: .default) { connection in
                        try await connection.query("INSERT INTO entries VALUES (1)", logger: .silent)
                        _ = try? await connection.query("SELECT 1/0", logger: .silent)
                    }
                }
                #expect(error?.code == .transactionRolledBack)
                let found = try await Self.count(client)
                #expect(found == 0)
            }
        }

        @Test func `a time limit ends PostgresNIO's own calls as well`() async throws {
            try await Self.withClient { client, _ in
                let error = await #expect(throws: DSQLError.self) {
                    try await client.withConnection(timeLimit: .milliseconds(300)) { connection in
                        try await connection.query("SELECT pg_sleep(600)", logger: .silent).collect()
                    }
                }
                #expect(error?.code == .timeLimitExceeded)
            }
        }

        @Test func `a lease that leaves rows behind does no harm`() async throws {
            try await Self.withClient { client, _ in
                for n in 1...50 {
                    _ = try await client.withConnection { connection in
                        try await connection.query("SELECT generate_series(1, 50000)", logger: .silent)
                    }
                    let value = try await client.withConnection { try await $0.value("SELECT \(n)", as: Int.self) }
                    #expect(value == n)
                }
            }
        }

        @Test(
            arguments: [
                ("signature-expired count=1", nil), ("signature-expired count=all", .clockSkew),
                ("rate-exceeded count=1", nil), ("waking-up count=2", nil),
            ] as [(String, DSQLError.Code?)]
        )
        func `refused logins are what the connector takes them for`(fault: String, code: DSQLError.Code?) async throws {
            let own = try await LocalCluster()
            let cluster = try TestCluster(own)
            try own.control(fault)
            let call = {
                try await withDSQLClient(
                    configuration: cluster.configuration,
                    driver: PostgresNIODriver(),
                    tokenProvider: cluster.tokenProvider
                ) { client in
                    _ = try await client.execute("SELECT 1")
                }
            }
            if let code {
                let error = await #expect(throws: DSQLError.self) { try await call() }
                #expect(error?.code == code)
            } else {
                try await call()
            }
            await own.stop()
        }

        @Test func `the server sees TLS begin as it was chosen`() async throws {
            try await withTemporaryFolder { folder in
                let own = try await LocalCluster(["--events", folder.path("events")])
                let cluster = try TestCluster(own)
                for negotiation in [PostgresNIOOptions.TLSNegotiation.direct, .sslRequest] {
                    var options = PostgresNIOOptions()
                    options.tlsNegotiation = negotiation
                    await end(try await cluster.connect(options))
                }
                await own.stop()
                let logins = String(decoding: try folder.read("events"), as: UTF8.self)
                    .split(separator: "\n").filter { $0.contains("\"login\"") }
                #expect(logins.count == 2)
                #expect(logins.first?.contains("\"direct\"") == true)
                #expect(logins.last?.contains("\"sslrequest\"") == true)
            }
        }
    }
#endif
