import AuroraDSQL
import TestSupport
import Testing

@Suite struct LifecycleTests {
    @Test func `a call before run() waits for it`() async throws {
        let fake = try FakeClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await fake.client.withConnection { try await $0.execute("SELECT 1") } }
            let isWaiting = await eventually { fake.client.statistics.waitingCalls == 1 }
            #expect(isWaiting)
            group.addTask { try await fake.client.run() }
            try await group.next()
            fake.client.shutDown()
        }
        #expect(fake.server.statements == ["SELECT 1"])
    }

    @Test func `a call that waits for run() in vain is told to call it`() async throws {
        let fake = try FakeClient()
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    try await fake.client.withConnection { _ in }
                    return nil
                } catch {
                    return error
                }
            }
            let isWaiting = await eventually { fake.clock.sleeperCount == 1 }
            #expect(isWaiting)
            fake.clock.advance(by: .seconds(30))
            let error = (await group.next() ?? nil) as? DSQLError
            #expect(error?.code == .notRunning)
            #expect(error?.description.contains("run()") == true)
        }
        #expect(fake.client.statistics.waitingCalls == 0)
    }

    @Test func `running twice is an error with a sentence`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            _ = await eventually { fake.client.statistics.connections == 0 }
            try await client.withConnection { _ in }
            let error = await #expect(throws: DSQLError.self) { try await client.run() }
            #expect(error?.code == .alreadyRunning)
            #expect(error?.message == "run() was called twice on the same client.")
        }
        await #expect(throws: DSQLError(.alreadyRunning, "")) { try await fake.client.run() }
    }

    @Test func `a client that was shut down first runs for no time`() async throws {
        let fake = try FakeClient()
        fake.client.shutDown()
        try await fake.client.run()
        await #expect(throws: DSQLError(.shutDown, "")) { try await fake.client.withConnection { _ in } }
    }

    @Test func `shutting down waits for leases, refuses new calls and closes everything`() async throws {
        let fake = try FakeClient()
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await fake.client.run() }
            group.addTask {
                try await fake.client.withConnection { connection in
                    try await gate.wait()
                    try await connection.execute("SELECT 1")
                }
            }
            let isLeased = await eventually { gate.count == 1 }
            #expect(isLeased)
            fake.client.shutDown()
            await #expect(throws: DSQLError(.shutDown, "")) { try await fake.client.withConnection { _ in } }
            #expect(fake.server.openCount == 1)
            gate.open()
            try await group.waitForAll()
        }
        #expect(fake.server.statements == ["SELECT 1"])
        #expect(fake.server.openCount == 0)
    }

    @Test func `leases that are not returned within the drain limit are closed`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("SELECT 1", .hang(Gate()))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await fake.client.run() }
            group.addTask {
                await #expect(throws: DSQLError(.shutDown, "")) {
                    try await fake.client.withConnection { try await $0.execute("SELECT 1") }
                }
            }
            let isHanging = await eventually { fake.server.statements.count == 1 }
            #expect(isHanging)
            fake.client.shutDown()
            let hasEnded = await fake.advance(until: { fake.server.openCount == 0 })
            #expect(hasEnded)
            try await group.waitForAll()
        }
        #expect(fake.clock.now >= .seconds(30))
    }

    @Test func `cancelling run() drains in the same way`() async throws {
        let fake = try FakeClient()
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { outer in
            let isStarted = Gate()
            outer.addTask {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { try? await fake.client.run() }
                    try? await isStarted.wait()
                    group.cancelAll()
                }
            }
            outer.addTask {
                try await fake.client.withConnection { connection in
                    try await gate.wait()
                    try await connection.execute("SELECT 1")
                }
            }
            let isLeased = await eventually { gate.count == 1 }
            #expect(isLeased)
            isStarted.open()
            let isDraining = await eventually { fake.client.isDraining }
            #expect(isDraining)
            #expect(fake.server.openCount == 1)
            gate.open()
            try await outer.waitForAll()
        }
        #expect(fake.server.openCount == 0)
    }

    @Test func `cancelling run() does not wait for ever`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("SELECT 1", .hang(Gate()))
        try await withThrowingTaskGroup(of: Void.self) { outer in
            let isStarted = Gate()
            outer.addTask {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { try? await fake.client.run() }
                    try? await isStarted.wait()
                    group.cancelAll()
                }
            }
            outer.addTask {
                await #expect(throws: DSQLError(.shutDown, "")) {
                    try await fake.client.withConnection { try await $0.execute("SELECT 1") }
                }
            }
            let isHanging = await eventually { fake.server.statements.count == 1 }
            #expect(isHanging)
            isStarted.open()
            let hasEnded = await fake.advance(until: { fake.server.openCount == 0 })
            #expect(hasEnded)
            try await outer.waitForAll()
        }
    }

    @Test func `a single connection is opened, used and closed without a pool`() async throws {
        let fake = try FakeClient()
        let tag = try await fake.client.withSingleConnection { try await $0.execute("SELECT 1") }
        #expect(tag == "SELECT 1")
        await #expect(throws: FakeError.self) {
            try await fake.client.withSingleConnection { try await $0.execute("SELECT 1/0") }
        }
        #expect(fake.server.openCount == 0)
        #expect(fake.server.openedCount == 2)
    }

    @Test func `validate() says what is wrong before anything runs`() async throws {
        let fake = try FakeClient()
        try await fake.client.validate()
        fake.server.onLogin(.refuse(.refusal("access denied", hint: "x is not authorized to perform: dsql:DbConnect")))
        await #expect(throws: DSQLError(.notAuthorized, "")) { try await fake.client.validate() }
        #expect(fake.server.openCount == 0)
        #expect(fake.server.statements == ["SELECT 1"])
    }
}
