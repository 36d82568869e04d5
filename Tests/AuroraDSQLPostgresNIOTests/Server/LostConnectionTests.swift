#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import PostgresNIO
    import TestSupport
    import Testing

    @Suite struct LostConnectionTests {
        private static let driver = PostgresNIODriver()

        /// Connects through a relay of its own.
        private static func throughRelay(
            _ body: (PostgresConnection, TestRelay) async throws -> Void
        ) async throws {
            var cluster = try await TestCluster.shared()
            let relay = try TestRelay(to: cluster.port)
            cluster.port = relay.port
            let connection = try await cluster.connect()
            defer { relay.cut() }
            try await body(connection, relay)
            await end(connection)
        }

        @Test func `a connection that is cut during a statement is lost`() async throws {
            try await Self.throughRelay { connection, relay in
                let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
                while connection.transactionStatus == .idle { await Task.yield() }
                relay.cut()
                let error = await #expect(throws: PSQLError.self) { try await task.value }
                #expect(error.map(Self.driver.isConnectionLost) == true)
                while !connection.isClosed { try await Task.sleep(for: .milliseconds(2)) }
                let next = await #expect(throws: (any Error).self) { try await connection.execute("SELECT 1") }
                #expect(next.map(Self.driver.isConnectionLost) == true)
            }
        }

        @Test func `an idle connection that is cut is noticed`() async throws {
            try await Self.throughRelay { connection, relay in
                #expect(!connection.isClosed)
                relay.cut()
                while !connection.isClosed { try await Task.sleep(for: .milliseconds(2)) }
                #expect(connection.transactionStatus == .unknown)
            }
        }

        @Test func `rows that are cut are lost`() async throws {
            try await Self.throughRelay { connection, relay in
                let error = await #expect(throws: PSQLError.self) {
                    var isCut = false
                    let rows = try await connection.query("SELECT generate_series(1, 10000000)", logger: .silent)
                    for try await _ in rows {
                        if !isCut { relay.cut() }
                        isCut = true
                    }
                }
                #expect(error.map(Self.driver.isConnectionLost) == true)
            }
        }

        @Test(
            .timeLimit(.minutes(5)),
            arguments: [
                // More than fits on the way to here: the end of the session comes behind rows that were not read.
                "SELECT generate_series(1, 10000000)",
                // No more than fits: the end of the session comes while they wait.
                "SELECT n, CASE n WHEN 3000 THEN pg_sleep(600) END FROM generate_series(1, 3000) n",
            ]
        )
        func `rows that nobody had taken when the session was cut are lost`(sql: String) async throws {
            try await Self.throughRelay { connection, relay in
                let rows = try await connection.query(PostgresQuery(unsafeSQL: sql), logger: .silent)
                // Until rows wait that nobody has asked for.
                try await Task.sleep(for: .milliseconds(300))
                relay.cut()
                let error = await #expect(throws: PSQLError.self) { for try await _ in rows {} }
                #expect(error.map(Self.driver.isConnectionLost) == true)
            }
        }

        @Test func `a session the server ends fails with what the server said`() async throws {
            try await withConnection { connection in
                let pid = try #require(try await connection.value("SELECT pg_backend_pid()", as: Int.self))
                let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
                while connection.transactionStatus == .idle { await Task.yield() }
                try await withConnection { other in
                    // The statement may not have begun yet; an idle session is ended as well.
                    _ = try await other.execute("SELECT pg_terminate_backend(\(pid))")
                }
                let error = await #expect(throws: (any Error).self) { try await task.value }
                let said = error.flatMap(Self.driver.serverError)
                #expect(said?.sqlState == "57P01" || error.map(Self.driver.isConnectionLost) == true)
                while !connection.isClosed { try await Task.sleep(for: .milliseconds(2)) }
            }
        }

        @Test(.timeLimit(.minutes(5)), arguments: [[], Array("INSERT 0 1\u{0}".utf8)])
        func `an error is told though the session ended right after it`(tag: [UInt8]) async throws {
            let failure = Array("SERROR\u{0}VERROR\u{0}C40001\u{0}Mchange conflicts (OC000)\u{0}\u{0}".utf8)
            let server = try await ScriptedServer(
                answering: [
                    ScriptedServer.message("R", [0, 0, 0, 3]),
                    ScriptedServer.message("R", [0, 0, 0, 0]) + ScriptedServer.message("Z", Array("I".utf8)),
                    ScriptedServer.message("1", []) + ScriptedServer.message("t", [0, 0])
                        + ScriptedServer.message("n", []) + ScriptedServer.message("2", [])
                        + (tag.isEmpty ? [] : ScriptedServer.message("C", tag)) + ScriptedServer.message("E", failure),
                ],
                hangsUp: true
            )
            defer { server.stop() }
            let connection = try await server.cluster().connect()
            let error = await #expect(throws: PSQLError.self) { try await connection.execute("COMMIT") }
            #expect(error.flatMap(Self.driver.serverError)?.sqlState == "40001", "\(String(reflecting: error))")
            #expect(await eventually { connection.isClosed })
            await end(connection)
        }

        @Test func `closing during a call ends it as lost`() async throws {
            try await withConnection { connection in
                let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
                while connection.transactionStatus == .idle { await Task.yield() }
                await end(connection)
                let error = await #expect(throws: PSQLError.self) { try await task.value }
                #expect(error.map(Self.driver.isConnectionLost) == true)
                #expect(connection.isClosed)
                await end(connection)
            }
        }

        @Test func `a query of PostgresNIO's own on a lost connection ends`() async throws {
            try await Self.throughRelay { connection, relay in
                relay.cut()
                while !connection.isClosed { try await Task.sleep(for: .milliseconds(2)) }
                let task = Task { try await connection.query("SELECT 1", logger: .silent) }
                let limit = Task {
                    try await Task.sleep(for: .seconds(5))
                    task.cancel()
                }
                await #expect(throws: (any Error).self) { _ = try await task.value }
                limit.cancel()
            }
        }
    }
#endif
