#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import PostgresNIO
    import TestSupport
    import Testing

    /// Rows come in full, whenever and however they are asked for.
    @Suite struct RowTests {
        @Test(.timeLimit(.minutes(5)))
        func `a reader that takes its time gets every row`() async throws {
            try await withConnection { connection in
                let sql: PostgresQuery = "SELECT n, repeat('x', 100) FROM generate_series(1, 100000) n"
                var last = 0
                for try await (n, _) in try await connection.query(sql, logger: .silent).decode((Int, String).self) {
                    guard n == last + 1 else { break }
                    last = n
                    // Until nothing more fits on the way.
                    if n % 20_000 == 1 { try await Task.sleep(for: .milliseconds(50)) }
                }
                #expect(last == 100_000)
                #expect(connection.transactionStatus == .idle)
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `rows arrive while their statement still runs`() async throws {
            try await withConnection { connection in
                let sql: PostgresQuery =
                    "SELECT CASE n WHEN 5000 THEN pg_sleep(600) END, n FROM generate_series(1, 5000) n"
                var count = 0
                for try await _ in try await connection.query(sql, logger: .silent) {
                    count += 1
                    if count == 1000 { break }
                }
                #expect(count == 1000)
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `statements made at once are answered one after the other`() async throws {
            try await withConnection { connection in
                let sums = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            var sum = 0
                            let rows = try await connection.query("SELECT generate_series(1, 20000)", logger: .silent)
                            for try await n in rows.decode(Int.self) { sum += n }
                            return sum
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(sums == Array(repeating: 200_010_000, count: 8))
                #expect(connection.transactionStatus == .idle)
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `a row that takes many reads arrives whole`() async throws {
            try await withConnection { connection in
                for length in [20_000_000, 1, 5_000_000] {
                    let text = try await connection.value("SELECT repeat('x', \(length)::int)", as: String.self)
                    #expect(text?.utf8.count == length)
                }
            }
        }
    }
#endif
