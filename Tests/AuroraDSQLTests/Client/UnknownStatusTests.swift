import AuroraDSQL
import TestSupport
import Testing

@Suite struct UnknownStatusTests {
    @Test func `a driver that cannot tell has every returned connection rolled back`() async throws {
        let fake = try FakeClient(tellsStatus: false)
        try await fake.run { client in
            try await client.withConnection { try await $0.execute("SELECT 2") }
            let isIdle = await eventually { client.statistics.idleConnections == 1 }
            #expect(isIdle)
            try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 1") }
            let isIdleAgain = await eventually { client.statistics.idleConnections == 1 }
            #expect(isIdleAgain)
        }
        #expect(fake.server.statements == ["SELECT 2", "ROLLBACK", "BEGIN", "PUT a 1", "COMMIT", "ROLLBACK"])
        #expect(fake.server.value("a") == 1)
        #expect(fake.server.openedCount == 1)
    }

    @Test func `such a driver's transactions are rolled back and retried as others are`() async throws {
        let fake = try FakeClient(tellsStatus: false)
        fake.server.onNext("PUT a 1", .error(.conflict()))
        fake.server.onNext("COMMIT", .error(.conflict()))
        try await fake.run { client in
            try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 1") }
            await #expect(throws: DSQLError(.transactionRolledBack, "")) {
                try await client.withTransaction { connection in
                    _ = try? await connection.execute("SELECT 1/0")
                }
            }
        }
        #expect(fake.server.value("a") == 1)
        #expect(fake.server.violations == [])
    }
}
