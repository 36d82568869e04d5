import AuroraDSQL
import TestSupport
import Testing

@Suite struct CancellationTests {
    /// Starts a call, waits until something has happened, cancels the call and gives its error back.
    static func cancel(
        when condition: () -> Bool,
        _ call: @escaping @Sendable () async throws -> Void
    ) async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    try await call()
                    return nil
                } catch {
                    return error
                }
            }
            let hasHappened = await eventually(condition)
            #expect(hasHappened)
            group.cancelAll()
            return await group.next() ?? nil
        }
    }

    @Test func `a cancelled statement is rolled back and the connection is used again`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("PUT a 1", .hang(Gate()))
        try await fake.run { client in
            let error = await Self.cancel(when: { fake.server.statements.last == "PUT a 1" }) {
                _ = try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 1") }
            }
            #expect(error is FakeError)
            #expect(client.statistics.idleConnections == 1)
        }
        #expect(fake.server.statements == ["BEGIN", "PUT a 1", "ROLLBACK"], "ROLLBACK is sent though cancelled")
    }

    @Test func `a cancelled task commits nothing`() async throws {
        let fake = try FakeClient()
        let gate = Gate()
        try await fake.run { client in
            let error = await Self.cancel(when: { gate.count == 1 }) {
                try await client.withTransaction(retrying: .default) { connection in
                    try await connection.execute("PUT a 1")
                    try? await gate.wait()
                }
            }
            #expect(error is CancellationError)
        }
        #expect(fake.server.statements == ["BEGIN", "PUT a 1", "ROLLBACK"])
    }

    @Test func `cancellation does not interrupt COMMIT`() async throws {
        let fake = try FakeClient()
        let gate = Gate()
        fake.server.onNext("COMMIT", .hang(gate))
        try await fake.run { client in
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    (try? await client.withTransaction { _ = try await $0.execute("PUT a 1") }) != nil
                }
                let isCommitting = await eventually { fake.server.statements.last == "COMMIT" }
                #expect(isCommitting)
                group.cancelAll()
                gate.open()
                let hasCommitted = await group.next()
                #expect(hasCommitted == true)
            }
        }
        #expect(fake.server.value("a") == 1)
    }

    @Test func `a COMMIT that hangs after cancellation ends as unknown`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("COMMIT", .hang(Gate()))
        try await fake.run { client in
            await withTaskGroup(of: (any Error)?.self) { group in
                group.addTask {
                    do {
                        try await client.withTransaction { _ = try await $0.execute("PUT a 1") }
                        return nil
                    } catch {
                        return error
                    }
                }
                let isCommitting = await eventually { fake.server.statements.last == "COMMIT" }
                #expect(isCommitting)
                group.cancelAll()
                let hasEnded = await fake.advance(until: { fake.server.openCount == 0 })
                #expect(hasEnded)
                let error = await group.next() ?? nil
                #expect((error as? DSQLError)?.code == .commitOutcomeUnknown)
            }
        }
    }

    @Test func `a cancelled waiter leaves the queue and nothing behind`() async throws {
        var pool = PoolConfiguration()
        pool.maximumConnections = 1
        let fake = try FakeClient(pool: pool)
        let gate = Gate()
        try await fake.run { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await client.withConnection { _ in try await gate.wait() } }
                let isLeased = await eventually { gate.count == 1 }
                #expect(isLeased)
                let error = await Self.cancel(when: { client.statistics.waitingCalls == 1 }) {
                    try await client.withConnection { _ in }
                }
                #expect(error is CancellationError)
                #expect(client.statistics.waitingCalls == 0)
                gate.open()
                try await group.waitForAll()
            }
            try await client.withConnection { _ in }
            #expect(client.statistics.idleConnections == 1)
        }
    }

    @Test func `a call in a task that is cancelled already takes nothing`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            let gate = Gate()
            let error = await Self.cancel(when: { gate.count == 1 }) {
                try? await gate.wait()
                try await client.withConnection { _ in }
            }
            #expect(error is CancellationError)
            #expect(client.statistics.leases == 0)
        }
    }
}
