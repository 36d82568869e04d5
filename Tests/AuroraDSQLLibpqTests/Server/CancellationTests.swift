import AuroraDSQL
import AuroraDSQLLibpq
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
                    await #expect(throws: CancellationError.self) {
                        try await connection.withChunks(of: "INSERT INTO \(table) VALUES (1)") { _ in }
                    }
                }
                await task.value
                #expect(!connection.isClosed)
                let count = try await connection.query("SELECT count(*) FROM \(table)")
                #expect(try count[0].decode(Int.self, at: 0) == 0)
            }
        }
    }

    @Test func `a call that cannot be interrupted runs in a cancelled task`() async throws {
        try await withConnection { connection in
            try await connection.execute("BEGIN")
            let task = Task {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await connection.executeUninterrupted("COMMIT")
            }
            #expect(try await task.value == "COMMIT")
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test func `a long statement is cancelled at the server, or the connection closed`() async throws {
        try await withConnection { connection in
            let pid = try #require(connection.processID)
            let clock = ContinuousClock()
            let start = clock.now
            let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(clock.now - start < .seconds(300))
            #expect(connection.isClosed == (LibpqConnection.libpqVersion < 170_000))
            if !connection.isClosed {
                #expect(try await connection.execute("SELECT 1") == "SELECT 1")
                #expect(connection.processID == pid)
            }
        }
    }

    @Test func `a cancel request goes out inside TLS, or not at all`() async throws {
        var cluster = try await TestCluster.shared()
        let relay = try TestRelay(to: cluster.port)
        defer { relay.cut() }
        cluster.port = relay.port
        let connection = try await cluster.connect()
        let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        if LibpqConnection.libpqVersion < 170_000 {
            #expect(relay.firstBytes == [0])
        } else {
            #expect(relay.firstBytes.count > 1)
            #expect(relay.firstBytes.allSatisfy { $0 == 22 })
        }
        await connection.close()
    }

    @Test func `a cancelled stream leaves the connection usable or closed`() async throws {
        for _ in 0..<20 {
            try await withConnection { connection in
                let task = Task {
                    try await connection.withChunks(
                        of: "SELECT generate_series(1, 100000000)",
                        rowsPerChunk: 50
                    ) { chunks in
                        for try await _ in chunks {}
                    }
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                if !connection.isClosed { #expect(try await connection.execute("SELECT 2") == "SELECT 1") }
            }
        }
    }

    @Test func `cancelled at random moments, a connection is usable or closed`() async throws {
        var connection = try await TestCluster.shared().connect()
        var finished = 0
        var cancelled = 0
        // Below 17 almost every round costs a connection.
        let rounds = LibpqConnection.libpqVersion < 170_000 ? 100 : 400
        for round in 0..<rounds {
            if connection.isClosed { connection = try await TestCluster.shared().connect() }
            let current = connection
            let task = Task {
                try await current.query("SELECT $1::int, pg_sleep($2)", [round, Double.random(in: 0...0.004)])
            }
            let pause = Duration.microseconds(Int.random(in: 0...4000))
            if round % 5 > 0 { try await Task.sleep(for: pause) }
            task.cancel()
            do {
                #expect(try await task.value[0].decode(Int.self, at: 0) == round)
                finished += 1
            } catch is CancellationError {
                cancelled += 1
            }
            guard !connection.isClosed else { continue }
            // Nothing is left on the wire, and no late request hits the next statement.
            let next = try await connection.query("SELECT $1::int", [-round])
            #expect(try next[0].decode(Int.self, at: 0) == -round)
            #expect(connection.transactionStatus == .idle)
        }
        #expect(finished + cancelled == rounds)
        #expect(cancelled > 0)
        await connection.close()
    }

    @Test func `closing during a call ends it as lost`() async throws {
        try await withConnection { connection in
            let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
            while connection.transactionStatus == .idle { await Task.yield() }
            await connection.close()
            let error = await #expect(throws: LibpqError.self) { try await task.value }
            #expect(error?.code == .connectionLost)
            #expect(error.map(LibpqDriver().isConnectionLost) == true)
            #expect(connection.isClosed)
            await connection.close()
        }
    }
}
