#if ServiceLifecycleSupport
    import AuroraDSQL
    import Logging
    import ServiceLifecycle
    import TestSupport
    import Testing

    @Suite struct ServiceTests {
        @Test func `graceful shutdown of a service group drains the client`() async throws {
            let fake = try FakeClient()
            let lease = Gate()
            let group = ServiceGroup(
                services: [fake.client],
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                tasks.addTask {
                    try await fake.client.withConnection { connection in
                        try await lease.wait()
                        try await connection.execute("SELECT 1")
                    }
                }
                let isLeased = await eventually { lease.count == 1 }
                #expect(isLeased)
                await group.triggerGracefulShutdown()
                let isDraining = await eventually { fake.client.isDraining }
                #expect(isDraining)
                #expect(fake.server.openCount == 1)
                lease.open()
                try await tasks.waitForAll()
            }
            #expect(fake.server.statements == ["SELECT 1"])
            #expect(fake.server.openCount == 0)
        }
    }
#endif
