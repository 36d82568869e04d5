import AuroraDSQL
import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct PoolOnFakeTests {
    @Test func `one token is asked for per physical connection, and none for a lease`() async throws {
        let fake = try FakeClient(user: "reporting")
        try await fake.run { client in
            for _ in 0..<20 { try await client.withConnection { try await $0.execute("SELECT 1") } }
        }
        #expect(fake.tokens.requests.count == 1)
        #expect(fake.tokens.requests.first?.user == "reporting")
        #expect(fake.server.tokens == ["token-1"])
    }

    @Test func `tokens are asked for in parallel, and a slow source stops nobody who has a connection`() async throws {
        var pool = PoolConfiguration()
        pool.maximumConnections = 4
        let fake = try FakeClient(pool: pool)
        let slow = Gate()
        let lease = Gate()
        try await fake.run { client in
            try await client.withConnection { _ in }
            fake.tokens.wait(at: slow)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await client.withConnection { _ in try await lease.wait() } }
                }
                let areAsked = await eventually { slow.count == 3 }
                #expect(areAsked, "three tokens at once")
                let isLeased = await eventually { lease.count == 1 }
                #expect(isLeased)
                slow.open()
                let areLeased = await eventually { lease.count == 4 }
                #expect(areLeased)
                lease.open()
                try await group.waitForAll()
            }
        }
        #expect(fake.server.mostOpen == 4)
    }

    @Test func `a token provider that fails reaches the caller with its error`() async throws {
        struct ProviderError: Error {}
        let fake = try FakeClient()
        fake.tokens.failNext(ProviderError())
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) { try await client.withConnection { _ in } }
            #expect(error?.code == .tokenUnavailable)
            #expect(error?.cause is ProviderError)
            // The next call is not condemned by the last one.
            try await client.withConnection { _ in }
        }
    }

    @Test func `a token provider that never answers is given up`() async throws {
        let fake = try FakeClient()
        fake.tokens.wait(at: Gate())
        let error = await TimeLimitTests.failure(fake) { try await fake.client.validate() }
        #expect((error as? DSQLError)?.code == .tokenUnavailable)
    }

    @Test func `no time is kept for a token that is at hand`() async throws {
        let fake = try FakeClient()
        for _ in 0..<20 { try await fake.client.validate() }
        #expect(fake.tokens.requests.count == 20)
        #expect(fake.clock.sleepCount == 0)
    }

    @Test func `an empty token is not sent`() async throws {
        let fake = try FakeClient()
        fake.tokens.returnEmpty()
        await #expect(throws: DSQLError(.tokenUnavailable, "")) { try await fake.client.validate() }
        #expect(fake.server.tokens == [])
    }

    @Test func `a transaction left open is rolled back before the connection is lent again`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await client.withConnection { connection in
                try await connection.execute("BEGIN")
                try await connection.execute("PUT a 1")
            }
            let isIdle = await eventually { client.statistics.idleConnections == 1 }
            #expect(isIdle)
            try await client.withConnection { try await $0.execute("SELECT 1") }
        }
        #expect(fake.server.statementsByConnection == ["1 BEGIN", "1 PUT a 1", "1 ROLLBACK", "1 SELECT 1"])
    }

    @Test func `RESET ALL is sent only where it was asked for`() async throws {
        var pool = PoolConfiguration()
        pool.resetsOnReturn = true
        let fake = try FakeClient(pool: pool)
        try await fake.run { client in
            try await client.withConnection { try await $0.execute("SET search_path = shop") }
            let isIdle = await eventually { client.statistics.idleConnections == 1 }
            #expect(isIdle)
        }
        #expect(fake.server.statements == ["SET search_path = shop", "RESET ALL"])
    }

    @Test func `the on-open hook runs once on each connection before it is lent`() async throws {
        let fake = try FakeClient(onOpen: { try await $0.execute("SET search_path = shop") })
        try await fake.run { client in
            for _ in 0..<3 { try await client.withConnection { try await $0.execute("SELECT 1") } }
        }
        #expect(fake.server.statements == ["SET search_path = shop", "SELECT 1", "SELECT 1", "SELECT 1"])
    }

    @Test func `a hook that fails closes the connection and says so`() async throws {
        let fake = try FakeClient(onOpen: { try await $0.execute("SELECT 1/0") })
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) { try await client.withConnection { _ in } }
            #expect(error?.code == .hookFailed)
            #expect(error?.cause is FakeError)
        }
        #expect(fake.server.openCount == 0)
    }

    @Test func `a connection that died while idle is replaced unseen`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await client.withConnection { try await $0.execute("SELECT 1") }
            fake.server.killAll()
            fake.clock.advance(by: .seconds(61))
            try await client.withConnection { try await $0.execute("SELECT 1") }
            #expect(fake.server.openedCount == 2)
        }
    }

    @Test func `an idle connection is checked after a minute and used when it answers`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await client.withConnection { try await $0.execute("SELECT 2") }
            fake.clock.advance(by: .seconds(61))
            try await client.withConnection { try await $0.execute("SELECT 3") }
        }
        #expect(fake.server.statements == ["SELECT 2", "SELECT 1", "SELECT 3"])
        #expect(fake.server.openedCount == 1)
    }

    @Test func `the pool recovers after the server was away`() async throws {
        let fake = try FakeClient()
        let away = DSQLError(.unreachable, "Nobody answers.")
        try await fake.run { client in
            try await client.withConnection { try await $0.execute("SELECT 1") }
            fake.server.onLogin(.fail(away), .fail(away), .fail(away))
            fake.server.killAll()
            await #expect(throws: FakeError.self) {
                try await client.withConnection { try await $0.execute("SELECT 1") }
            }
            try await client.withConnection { try await $0.execute("SELECT 1") }
            #expect(client.statistics.openFailures == 3)
        }
        #expect(fake.server.unusedScript == 0)
        #expect(fake.clock.jumps.count == 3, "one attempt after each wait")
    }

    @Test func `connections are never older than the service allows`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            for _ in 0..<300 {
                try await client.withConnection { try await $0.execute("SELECT 2") }
                fake.clock.advance(by: .seconds(50))
            }
            // 15,000 s at a life of 3,135 s: the draw is 0.5.
            #expect((4...6).contains(fake.server.openedCount))
        }
    }
}
