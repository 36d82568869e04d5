import AuroraDSQL
import TestSupport
import Testing

@Suite struct TimeLimitTests {
    /// Starts a call, waits until something has happened and moves the clock on until the call has failed.
    static func failure(
        _ fake: FakeClient,
        after condition: () -> Bool = { true },
        _ call: @escaping @Sendable () async throws -> Void
    ) async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            let end = Gate()
            group.addTask {
                defer { end.open() }
                do {
                    try await call()
                    return nil
                } catch {
                    return error
                }
            }
            let hasHappened = await eventually(condition)
            #expect(hasHappened)
            let hasEnded = await fake.advance(until: { end.isOpen }, by: .milliseconds(100))
            #expect(hasEnded)
            return await group.next() ?? nil
        }
    }

    @Test func `a statement that takes too long ends with its connection`() async throws {
        let fake = try FakeClient(clock: ManualClock())
        fake.server.onNext("SELECT 1", .hang(Gate()))
        try await fake.run { client in
            let error = await Self.failure(fake, after: { fake.server.statements == ["SELECT 1"] }) {
                _ = try await client.withConnection(timeLimit: .seconds(2)) { try await $0.execute("SELECT 1") }
            }
            #expect((error as? DSQLError)?.code == .timeLimitExceeded)
            #expect((error as? DSQLError)?.cause is FakeError)
        }
    }

    @Test func `a COMMIT that takes too long is unknown`() async throws {
        let fake = try FakeClient(clock: ManualClock())
        fake.server.onNext("COMMIT", .hang(Gate()))
        try await fake.run { client in
            let error = await Self.failure(fake, after: { fake.server.statements.last == "COMMIT" }) {
                _ = try await client.withTransaction(timeLimit: .seconds(2)) { try await $0.execute("PUT a 1") }
            }
            #expect((error as? DSQLError)?.code == .commitOutcomeUnknown)
        }
    }

    @Test func `waiting for a connection counts`() async throws {
        var pool = PoolConfiguration()
        pool.maximumConnections = 1
        let fake = try FakeClient(pool: pool, clock: ManualClock())
        let gate = Gate()
        try await fake.run { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await client.withConnection { _ in try await gate.wait() } }
                let isLeased = await eventually { gate.count == 1 }
                #expect(isLeased)
                let limited = await Self.failure(fake) {
                    try await client.withConnection(timeLimit: .seconds(2)) { _ in }
                }
                #expect((limited as? DSQLError)?.code == .timeLimitExceeded)
                let unlimited = await Self.failure(fake) { try await client.withConnection { _ in } }
                #expect((unlimited as? DSQLError)?.code == .acquireTimedOut)
                gate.open()
                try await group.waitForAll()
            }
            #expect(client.statistics.acquireTimeouts == 2)
        }
    }

    @Test func `a retry that does not fit into the limit is not made`() async throws {
        // Less than what is left when the attempts are spent, which the clock must not jump over.
        let fake = try FakeClient(clock: ManualClock(jumpingUpTo: .milliseconds(120)))
        fake.server.onNext("COMMIT", .error(.conflict()), .error(.conflict()), .error(.conflict()))
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) {
                try await client.withTransaction(
                    retrying: OCCRetryPolicy(maxRetries: 10),
                    timeLimit: .milliseconds(300)
                ) { try await $0.execute("PUT a 1") }
            }
            // 50 ms and 100 ms fit, another 200 ms do not.
            #expect(error?.code == .timeLimitExceeded)
            #expect(
                error?.retries == OCCRetryPolicy.History(attempts: 3, waits: [.milliseconds(50), .milliseconds(100)])
            )
            #expect(error.flatMap { client.conflict(in: $0) } == .data)
        }
    }

    @Test func `a call that ends in time keeps its connection`() async throws {
        let fake = try FakeClient(clock: ManualClock(jumpingUpTo: .milliseconds(150)))
        try await fake.run { client in
            try await client.withConnection(timeLimit: .seconds(2)) { try await $0.execute("SELECT 1") }
            fake.clock.advance(by: .seconds(10))
            try await client.withConnection { try await $0.execute("SELECT 1") }
            #expect(fake.server.openedCount == 1)
        }
    }
}
