import AuroraDSQL
import TestSupport
import Testing

@Suite struct ConflictRetryTests {
    @Test func `a conflict at COMMIT is retried whole, on a connection leased anew`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("COMMIT", .error(.conflict()), .error(.conflict()))
        let calls = try await fake.run { client in
            var calls = 0
            _ = try await client.withTransaction(retrying: .default) { connection in
                calls += 1
                try await connection.execute("PUT a \(calls)")
            }
            #expect(client.statistics.leases == 3)
            return calls
        }
        #expect(calls == 3)
        #expect(fake.server.value("a") == 3)
        #expect(fake.clock.jumps == [.milliseconds(50), .milliseconds(100)])
    }

    @Test func `a conflict in the closure is rolled back before the wait`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("PUT a 1", .error(.conflict("OC001")))
        try await fake.run { client in
            _ = try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 1") }
        }
        #expect(
            fake.server.statements == ["BEGIN", "PUT a 1", "ROLLBACK", "BEGIN", "PUT a 1", "COMMIT"]
        )
        #expect(fake.clock.jumps == [], "the first retry after OC001 is made at once")
    }

    @Test func `when the attempts are spent the error says so and keeps the last conflict`() async throws {
        let fake = try FakeClient()
        let conflict = FakeServer.Reply.error(.conflict())
        fake.server.onNext("COMMIT", conflict, conflict, conflict, conflict)
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) {
                try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 1") }
            }
            #expect(error?.code == .conflictRetriesExhausted)
            #expect(error?.retries?.attempts == 4)
            #expect(error.flatMap { client.conflict(in: $0) } == .data)
        }
        #expect(fake.server.unusedScript == 0)
        #expect(fake.server.statements.filter { $0 == "BEGIN" }.count == 4)
    }

    @Test func `without a policy the driver's own error comes out after one attempt`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("COMMIT", .error(.conflict()))
        try await fake.run { client in
            await #expect(throws: FakeError.self) {
                try await client.withTransaction { try await $0.execute("PUT a 1") }
            }
        }
        #expect(fake.server.statements.filter { $0 == "BEGIN" }.count == 1)
    }

    @Test func `a call's policy beats the client's, both ways`() async throws {
        let fake = try FakeClient(retryPolicy: .default)
        fake.server.onNext("COMMIT", .error(.conflict()))
        try await fake.run { client in
            _ = try await client.withTransaction { try await $0.execute("PUT a 1") }
            fake.server.onNext("COMMIT", .error(.conflict()))
            await #expect(throws: FakeError.self) {
                try await client.withTransaction(retrying: nil) { try await $0.execute("PUT a 2") }
            }
        }
        #expect(fake.server.value("a") == 1)
    }

    @Test func `cancellation during a wait keeps the conflict as cause`() async throws {
        // No jumps: the wait before the retry lasts until the test ends it.
        let fake = try FakeClient(clock: ManualClock())
        fake.server.onNext("COMMIT", .error(.conflict()))
        try await fake.run { client in
            let error = await withTaskGroup(of: (any Error)?.self) { group in
                group.addTask {
                    do {
                        _ = try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 1") }
                        return nil
                    } catch {
                        return error
                    }
                }
                let isWaiting = await eventually { client.statistics.idleConnections == 1 }
                #expect(isWaiting)
                group.cancelAll()
                return await group.next() ?? nil
            }
            let cancelled = error as? DSQLError
            #expect(cancelled?.code == .retryCancelled)
            #expect(cancelled.flatMap { client.conflict(in: $0) } == .data)
            #expect(cancelled?.retries?.attempts == 1)
        }
    }

    @Test(arguments: [2, 10])
    func `writers that meet all get through`(writers: Int) async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<writers {
                    group.addTask {
                        try await client.withTransaction(retrying: OCCRetryPolicy(maxRetries: 100)) { connection in
                            let tag = try await connection.execute("GET counter") ?? ""
                            let value = Int(tag.dropFirst(4)) ?? 0
                            await Task.yield()
                            _ = try await connection.execute("PUT counter \(value + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(fake.server.value("counter") == writers)
        #expect(fake.server.violations == [])
    }

    @Test func `a transaction that read before another's commit is made again`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await client.execute("PUT balance 100")
            var attempts = 0
            try await client.withTransaction(retrying: .default) { connection in
                attempts += 1
                let tag = try await connection.execute("GET balance") ?? ""
                let value = Int(tag.dropFirst(4)) ?? 0
                if attempts == 1 {
                    try await client.withConnection { _ = try await $0.execute("PUT balance 105") }
                }
                try await connection.execute("PUT balance \(value + 5)")
            }
            #expect(attempts == 2)
        }
        #expect(fake.server.value("balance") == 110)
    }

    @Test func `a single statement is retried after a conflict`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("CREATE TABLE t (id int)", .error(.conflict("OC001")), .error(.conflict("OC001")))
        try await fake.run { client in
            let tag = try await client.execute("CREATE TABLE t (id int)", retrying: .default)
            #expect(tag == "CREATE TABLE")
            fake.server.onNext("DROP TABLE t", .lostAfter)
            await #expect(throws: DSQLError(.commitOutcomeUnknown, "")) {
                try await client.execute("DROP TABLE t", retrying: .default)
            }
        }
        #expect(fake.server.statements.filter { $0 == "DROP TABLE t" }.count == 1)
        #expect(fake.clock.jumps == [.milliseconds(100)])
    }
}
