import AuroraDSQL
import AuroraDSQLLibpq
import TestSupport
import Testing

@Suite struct StreamTests {
    @Test(arguments: [1, 7, 1000])
    func `chunks are full but for the last, and nothing is missing`(size: Int) async throws {
        try await withConnection { connection in
            let (sizes, sum) = try await connection.withChunks(
                of: "SELECT n FROM generate_series(1, $1::int) AS n",
                [2500],
                rowsPerChunk: size
            ) { chunks in
                var sizes: [Int] = []
                var sum = 0
                for try await chunk in chunks {
                    sizes.append(chunk.rowCount)
                    for row in chunk { sum += try row.decode(Int.self, at: 0) }
                }
                return (sizes, sum)
            }
            #expect(sum == 2500 * 2501 / 2)
            #expect(sizes.dropLast().allSatisfy { $0 == size })
            #expect(sizes.reduce(0, +) == 2500)
            #expect(try await connection.execute("SELECT 1") == "SELECT 1")
        }
    }

    @Test func `a stream of no rows ends at once, and so does one of no result`() async throws {
        try await withConnection { connection in
            for sql in ["SELECT 1 WHERE false", "SET search_path = public", ""] {
                try await connection.withChunks(of: sql) { chunks in
                    for try await _ in chunks { Issue.record("a chunk of nothing") }
                }
            }
        }
    }

    @Test func `a stream that is left early leaves a usable connection`() async throws {
        struct Enough: Error {}
        try await withConnection { connection in
            try await connection.execute("BEGIN")
            let first = try await connection.withChunks(
                of: "SELECT n FROM generate_series(1, 20000) AS n",
                rowsPerChunk: 10
            ) { chunks in
                for try await chunk in chunks { return try chunk[0].decode(Int.self, at: 0) }
                return 0
            }
            #expect(first == 1)
            #expect(connection.transactionStatus == .inTransaction)
            await #expect(throws: Enough.self) {
                try await connection.withChunks(of: "SELECT n FROM generate_series(1, 20000) AS n") { chunks in
                    for try await _ in chunks { throw Enough() }
                }
            }
            try await connection.withChunks(of: "SELECT 1") { _ in }
            #expect(try await connection.execute("COMMIT") == "COMMIT")
        }
    }

    @Test func `a stream that is left and does not end in time is closed`() async throws {
        var options = LibpqOptions()
        options.cancelTimeout = .milliseconds(50)
        try await withConnection(options) { connection in
            try await connection.withChunks(of: "SELECT 1 UNION ALL SELECT 2 FROM pg_sleep(30)") { _ in }
            #expect(connection.isClosed)
            let error = await #expect(throws: LibpqError.self) { try await connection.execute("SELECT 1") }
            #expect(error?.code == .connectionClosed)
        }
    }

    @Test func `an error after some rows is thrown by the iteration`() async throws {
        try await withConnection { connection in
            var rows = 0
            let error = await #expect(throws: PostgresServerError.self) {
                try await connection.withChunks(
                    of: "SELECT 1 / (5000 - n) FROM generate_series(1, 10000) AS n",
                    rowsPerChunk: 100
                ) { chunks in
                    for try await chunk in chunks { rows += chunk.rowCount }
                }
            }
            #expect(error?.sqlState == "22012")
            #expect(rows > 0 && rows < 5000)
            let tag = try await connection.execute("SELECT 1")
            #expect(tag == "SELECT 1")
        }
    }

    @Test func `a prepared statement is streamed, and the connection is busy meanwhile`() async throws {
        try await withConnection { connection in
            let statement = try await connection.prepare("SELECT n FROM generate_series(1, $1) AS n", types: [.int4])
            let rows = try await connection.withChunks(of: statement, [Int32(3000)]) { chunks in
                var rows = 0
                for try await chunk in chunks {
                    if rows == 0 {
                        let error = await #expect(throws: LibpqError.self) { try await connection.execute("SELECT 1") }
                        #expect(error?.code == .connectionBusy)
                    }
                    rows += chunk.rowCount
                }
                return rows
            }
            #expect(rows == 3000)
        }
    }

    @Test func `a reader that waits holds the server back`() async throws {
        try await withConnection { connection in
            let probe = try await TestCluster.shared().connect()
            let pid = try #require(connection.processID)
            try await connection.withChunks(
                of: "SELECT repeat('x', 1000) FROM generate_series(1, 200000)",
                rowsPerChunk: 10
            ) { chunks in
                var iterator = chunks.makeAsyncIterator()
                _ = try await iterator.next()
                // The server stands still, with its socket full, until somebody reads on.
                var event: String?
                for _ in 0..<2000 where event != "ClientWrite" {
                    let result = try await probe.query("SELECT wait_event FROM pg_stat_activity WHERE pid = $1", [pid])
                    event = try result[0].decode(String?.self, at: 0)
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(event == "ClientWrite")
                var rows = 10
                while let chunk = try await iterator.next() { rows += chunk.rowCount }
                #expect(rows == 200_000)
            }
            await probe.close()
        }
    }
}
