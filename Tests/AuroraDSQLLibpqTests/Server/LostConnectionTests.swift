import AuroraDSQL
import AuroraDSQLLibpq
import TestSupport
import Testing

@Suite struct LostConnectionTests {
    /// Connects through a relay of its own.
    private static func throughRelay(
        _ body: (LibpqConnection, TestRelay) async throws -> Void
    ) async throws {
        var cluster = try await TestCluster.shared()
        let relay = try TestRelay(to: cluster.port)
        cluster.port = relay.port
        let connection = try await cluster.connect()
        defer { relay.cut() }
        try await body(connection, relay)
        await connection.close()
    }

    @Test func `a connection that is cut during a statement is lost`() async throws {
        try await Self.throughRelay { connection, relay in
            let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
            while connection.transactionStatus == .idle { await Task.yield() }
            relay.cut()
            let error = await #expect(throws: LibpqError.self) { try await task.value }
            #expect(error?.code == .connectionLost)
            #expect(error.map(LibpqDriver().isConnectionLost) == true)
            #expect(connection.isClosed)
            let next = await #expect(throws: LibpqError.self) { try await connection.execute("SELECT 1") }
            #expect(next?.code == .connectionClosed)
            #expect(next.map(LibpqDriver().isConnectionLost) == true)
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

    @Test func `a stream that is cut is lost`() async throws {
        try await Self.throughRelay { connection, relay in
            let error = await #expect(throws: LibpqError.self) {
                try await connection.withChunks(of: "SELECT generate_series(1, 100000000)", rowsPerChunk: 10) {
                    chunks in
                    var isCut = false
                    for try await _ in chunks {
                        if !isCut { relay.cut() }
                        isCut = true
                    }
                }
            }
            #expect(error?.code == .connectionLost)
            #expect(connection.isClosed)
        }
    }

    @Test func `a session the server ends fails with what the server said`() async throws {
        try await withConnection { connection in
            let pid = try #require(connection.processID)
            let task = Task { try await connection.execute("SELECT pg_sleep(600)") }
            while connection.transactionStatus == .idle { await Task.yield() }
            try await withConnection { other in
                // The statement may not have begun yet; an idle session is ended as well.
                _ = try await other.query("SELECT pg_terminate_backend($1::int)", [pid])
            }
            let error = await #expect(throws: (any Error).self) { try await task.value }
            let said = error.flatMap(LibpqDriver().serverError)
            #expect(said?.sqlState == "57P01" || error.map(LibpqDriver().isConnectionLost) == true)
            while !connection.isClosed { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    @Test func `a server that went silent holds a cancelled call no longer than its limit`() async throws {
        var options = LibpqOptions()
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
}
