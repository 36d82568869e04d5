import AuroraDSQL
import AuroraDSQLLibpq
import FoundationEssentials
import TestSupport
import Testing

@Suite struct QueryTests {
    @Test func `rows are read by position and by name`() async throws {
        try await withConnection { connection in
            let result = try await connection.query(
                "SELECT n, 'row ' || n AS name, NULL::int AS nothing FROM generate_series(1, $1::int) AS n",
                [3]
            )
            #expect(result.rowCount == 3)
            #expect(result.columns.map(\.name) == ["n", "name", "nothing"])
            #expect(result.columns.map(\.type) == [.int4, .text, .int4])
            #expect(result.commandTag == "SELECT 3")
            #expect(result.affectedRows == 3)
            let names = try result.map { try $0.decode(String.self, at: "name") }
            #expect(names == ["row 1", "row 2", "row 3"])
            let (n, name, nothing) = try result[2].decode((Int32, String, Int?).self)
            #expect(n == 3)
            #expect(name == "row 3")
            #expect(nothing == nil)
            #expect(result.isNull(row: 0, column: 2))
            #expect(!result.isNull(row: 0, column: 0))
        }
    }

    @Test func `a value that cannot be read is named, and never shown`() async throws {
        try await withConnection { connection in
            let result = try await connection.query("SELECT 'hidden'::text AS word, 70000 AS n, NULL::text AS nothing")
            for (error, column) in [
                (#expect(throws: LibpqError.self) { try result[0].decode(Int.self, at: 0) }, "word"),
                (#expect(throws: LibpqError.self) { try result[0].decode(Int16.self, at: 1) }, "n"),
                (#expect(throws: LibpqError.self) { try result[0].decode(String.self, at: 2) }, "nothing"),
            ] {
                #expect(error?.code == .decodingFailed)
                #expect(error?.message.contains("\"\(column)\"") == true)
                #expect(error?.message.contains("hidden") == false)
            }
            let missing = #expect(throws: LibpqError.self) { try result[0].decode(Int.self, at: "absent") }
            #expect(missing?.code == .columnNotFound)
            for (row, column) in [(1, 0), (-1, 0), (0, 3), (0, -1), (.max, .min)] {
                let outside = #expect(throws: LibpqError.self) {
                    try result.decode(Int?.self, row: row, column: column)
                }
                #expect(outside?.code == .columnNotFound)
                #expect(result.isNull(row: row, column: column))
            }
        }
    }

    @Test func `results in text form are read as text and as numbers`() async throws {
        try await withConnection { connection in
            let result = try await connection.query(
                "SELECT '1 day'::interval, 42, 2.5::float8, true, '{1,2}'::int[], gen_random_uuid()",
                results: .text
            )
            #expect(result.columns.allSatisfy { $0.format == .text })
            #expect(try result[0].decode(String.self, at: 0) == "1 day")
            #expect(try result[0].decode(Int.self, at: 1) == 42)
            #expect(try result[0].decode(Double.self, at: 2) == 2.5)
            #expect(try result[0].decode(Bool.self, at: 3))
            #expect(try result[0].decode(String.self, at: 4) == "{1,2}")
            _ = try result[0].decode(UUID.self, at: 5)
        }
    }

    @Test func `statements without rows have a tag and a count`() async throws {
        try await withConnection { connection in
            try await withTable("id int", on: connection) { table in
                let insert = try await connection.query("INSERT INTO \(table) SELECT generate_series(1, 5)")
                #expect(insert.commandTag == "INSERT 0 5")
                #expect(insert.affectedRows == 5)
                #expect(insert.columnCount == 0)
                let nothing = try await connection.execute("")
                #expect(nothing == nil)
                let delete = try await connection.execute("DELETE FROM \(table) WHERE id > 3")
                #expect(delete == "DELETE 2")
            }
        }
    }

    @Test func `the transaction status follows the server`() async throws {
        try await withConnection { connection in
            #expect(connection.transactionStatus == .idle)
            try await connection.execute("BEGIN")
            #expect(connection.transactionStatus == .inTransaction)
            await #expect(throws: PostgresServerError.self) { try await connection.execute("SELECT 1/0") }
            #expect(connection.transactionStatus == .failed)
            #expect(try await connection.execute("COMMIT") == "ROLLBACK")
            #expect(connection.transactionStatus == .idle)
        }
    }

    @Test func `a statement is sent alone, without zero bytes`() async throws {
        try await withConnection { connection in
            await #expect(throws: PostgresServerError.self) { try await connection.execute("SELECT 1; SELECT 2") }
            let error = await #expect(throws: LibpqError.self) { try await connection.execute("SELECT 1\u{0}; DROP") }
            #expect(error?.code == .invalidStatement)
            let parameter = await #expect(throws: LibpqError.self) {
                try await connection.query("SELECT $1", ["\u{0}"])
            }
            #expect(parameter?.code == .invalidParameter)
            let tag = try await connection.execute("SELECT 1")
            #expect(tag == "SELECT 1")
        }
    }

    @Test func `prepared statements run many times, on their own connection`() async throws {
        try await withConnection { connection in
            let statement = try await connection.prepare("SELECT $1::int8 * 2", types: [.int8])
            for n in 0..<10 {
                let result = try await connection.query(statement, [n])
                #expect(try result[0].decode(Int.self, at: 0) == 2 * n)
            }
            try await withConnection { other in
                let error = await #expect(throws: LibpqError.self) { try await other.query(statement, [1]) }
                #expect(error?.code == .invalidStatement)
            }
            try await connection.deallocate(statement)
            await #expect(throws: PostgresServerError.self) { try await connection.query(statement, [1]) }
            await #expect(throws: PostgresServerError.self) { try await connection.prepare("SELECT FROM WHERE") }
        }
    }

    @Test func `large statements and large answers pass`() async throws {
        try await withConnection { connection in
            let text = String(repeating: "0123456789abcdef", count: 1 << 18)
            let result = try await connection.query("SELECT $1::text, length($1::text)", [text])
            #expect(try result[0].decode(String.self, at: 0) == text)
            #expect(try result[0].decode(Int.self, at: 1) == text.utf8.count)
        }
    }

    @Test func `an answer is read to its end, wherever TLS divides it`() async throws {
        try await Self.expectAllRows(in: 150) { connection, sql in try await connection.query(sql).rowCount }
    }

    @Test func `a stream is read to its end, wherever TLS divides it`() async throws {
        try await Self.expectAllRows(in: 60) { connection, sql in
            try await connection.withChunks(of: sql, rowsPerChunk: 4) { chunks in
                try await chunks.reduce(0) { $0 + $1.rowCount }
            }
        }
    }

    /// Reads answers of many sizes, each on a connection whose buffer is as small as libpq makes it.
    ///
    /// A record of TLS holds up to 16 KiB, of which libpq takes what it has room for. What it left would come with no
    /// event of the socket any more; one answer in twelve ended so.
    private static func expectAllRows(
        in answers: Int,
        _ read: (LibpqConnection, String) async throws -> Int
    ) async throws {
        for n in 0..<answers {
            let (width, count) = (500 + 97 * n % 7_500, 3 + n % 25)
            try await withConnection { connection in
                let limit = Task {
                    try await Task.sleep(for: .seconds(30))
                    await connection.close()
                }
                defer { limit.cancel() }
                let sql = "SELECT repeat('x', \(width)) FROM generate_series(1, \(count))"
                let rowCount = try await read(connection, sql)
                #expect(rowCount == count)
            }
        }
    }
}
