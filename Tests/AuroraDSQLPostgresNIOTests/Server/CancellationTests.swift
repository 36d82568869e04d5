#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import PostgresNIO
    import TestSupport
    import Testing

    @Suite struct CancellationTests {
        @Test func `a call in a cancelled task sends nothing`() async throws {
            try await withConnection { connection in
                try await withTable("n int", on: connection) { table in
                    let task = Task {
                        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                        await #expect(throws: CancellationError.self) {
                            try await connection.execute("INSERT INTO \(table) VALUES (1)")
                        }
                    }
                    await task.value
                    #expect(!connection.isClosed)
                    let count = try await connection.value("SELECT count(*) FROM \(unescaped: table)", as: Int.self)
                    #expect(count == 0)
                }
            }
        }

        @Test(arguments: [PostgresNIOOptions.TLSNegotiation.direct, .sslRequest])
        func `a long statement is cancelled at the server, and the session goes on`(
            negotiation: PostgresNIOOptions.TLSNegotiation
        ) async throws {
            var options = PostgresNIOOptions()
            options.tlsNegotiation = negotiation
            options.cancelTimeout = .seconds(120)
            try await withConnection(options) { connection in
                let pid = try await connection.value("SELECT pg_backend_pid()", as: Int.self)
                let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
                try await Task.sleep(for: .milliseconds(100))
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(!connection.isClosed)
                #expect(connection.transactionStatus == .idle)
                #expect(try await connection.value("SELECT pg_backend_pid()", as: Int.self) == pid)
            }
        }

        @Test func `a server that went silent holds a cancelled call no longer than its limit`() async throws {
            var options = PostgresNIOOptions()
            options.cancelTimeout = .milliseconds(200)
            var cluster = try await TestCluster.shared()
            let relay = try TestRelay(to: cluster.port)
            defer { relay.cut() }
            cluster.port = relay.port
            let connection = try await cluster.connect(options)
            relay.goSilent()
            let task = Task { try await connection.execute("SELECT 1") }
            while connection.transactionStatus == .idle { await Task.yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(connection.isClosed)
        }

        @Test func `cancelled at three hundred random moments, a connection is usable or closed`() async throws {
            var finished = 0
            var cancelled = 0
            while finished + cancelled < 300 {
                try await withConnection { connection in
                    while !connection.isClosed, finished + cancelled < 300 {
                        let task = Task {
                            try await connection.execute("SELECT pg_sleep(\(Double.random(in: 0...0.004)))")
                        }
                        if cancelled % 5 > 0 { try await Task.sleep(for: .microseconds(Int.random(in: 0...4000))) }
                        task.cancel()
                        do {
                            #expect(try await task.value == "SELECT 1")
                            finished += 1
                        } catch is CancellationError {
                            cancelled += 1
                        }
                        guard !connection.isClosed else { continue }
                        // Nothing is left on the wire, and no late request hits the next statement.
                        let next = try await connection.value("SELECT \(cancelled)", as: Int.self)
                        #expect(next == cancelled)
                        #expect(connection.transactionStatus == .idle)
                    }
                }
            }
            #expect(cancelled > 0)
        }

        @Test func `rows that are left are read and thrown away`() async throws {
            try await withConnection { connection in
                for _ in 0..<20 {
                    let task = Task {
                        let rows = try await connection.query("SELECT generate_series(1, 100000)", logger: .silent)
                        for try await _ in rows {}
                    }
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
                    task.cancel()
                    _ = await task.result
                    // What PostgresNIO still reads keeps the next statement waiting.
                    let tag = try await connection.executeUninterrupted("ROLLBACK")
                    #expect(tag == "ROLLBACK")
                    #expect(connection.transactionStatus == .idle)
                }
            }
        }
    }
#endif
