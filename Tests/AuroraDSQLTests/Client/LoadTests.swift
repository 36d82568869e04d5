import AuroraDSQL
import TestSupport
import Testing

@Suite struct LoadTests {
    @Test func `a thousand tasks share ten connections and nobody starves`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<1_000 {
                    group.addTask {
                        try await client.withConnection { connection in
                            try await connection.execute("SELECT 1")
                            await Task.yield()
                        }
                    }
                }
                try await group.waitForAll()
            }
            let statistics = client.statistics
            #expect(statistics.leases == 1_000)
            #expect(statistics.acquireTimeouts == 0)
            #expect(statistics.waitingCalls == 0)
        }
        #expect(fake.server.mostOpen <= 10)
        #expect(fake.server.statements.count == 1_000)
        #expect(fake.server.violations == [])
        #expect(fake.server.openCount == 0)
    }

    @Test func `a hundred thousand leases leave nothing behind`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<20 {
                    group.addTask {
                        for round in 0..<5_000 {
                            try await client.withConnection { _ in
                                if (task + round) % 3 == 0 { await Task.yield() }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let statistics = client.statistics
            #expect(statistics.leases == 100_000)
            #expect(statistics.opened <= 10)
            #expect(statistics.connections == statistics.idleConnections)
            #expect(client.pendingWork == 0)
        }
        #expect(fake.server.openCount == 0)
        #expect(fake.server.violations == [])
    }
}
