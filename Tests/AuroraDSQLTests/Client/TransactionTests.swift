import AuroraDSQL
import TestSupport
import Testing

@Suite struct TransactionTests {
    @Test func `a transaction commits and gives its result back`() async throws {
        let fake = try FakeClient()
        let value = try await fake.run { client in
            try await client.withTransaction { connection in
                try await connection.execute("PUT a 5")
                return 42
            }
        }
        #expect(value == 42)
        #expect(fake.server.value("a") == 5)
        #expect(fake.server.statements == ["BEGIN", "PUT a 5", "COMMIT"])
        #expect(fake.server.openCount == 0)
    }

    @Test func `an error in the closure rolls back and comes out as it is`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            let error = await #expect(throws: FakeError.self) {
                try await client.withTransaction(retrying: .default) { connection in
                    try await connection.execute("PUT a 5")
                    try await connection.execute("SELECT 1/0")
                }
            }
            #expect(error.map { FakePostgresDriver().serverError(in: $0)?.sqlState } == "22012")
        }
        #expect(fake.server.value("a") == 0)
        #expect(fake.server.statements == ["BEGIN", "PUT a 5", "SELECT 1/0", "ROLLBACK"])
    }

    @Test func `a hidden error is found out at COMMIT`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            await #expect(throws: DSQLError(.transactionRolledBack, "")) {
                try await client.withTransaction(retrying: .default, idempotent: true) { connection in
                    try await connection.execute("PUT a 5")
                    _ = try? await connection.execute("SELECT 1/0")
                }
            }
            #expect(client.statistics.idleConnections == 1)
        }
        #expect(fake.server.value("a") == 0)
        #expect(fake.server.statements.filter { $0 == "BEGIN" }.count == 1)
    }

    @Test(arguments: [FakeServer.Reply.lostAfter, .lostBefore])
    func `a connection lost at COMMIT leaves the outcome unknown and is not retried`(
        reply: FakeServer.Reply
    ) async throws {
        let fake = try FakeClient()
        fake.server.onNext("COMMIT", reply)
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) {
                try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 5") }
            }
            #expect(error?.code == .commitOutcomeUnknown)
            #expect(error?.cause is FakeError)
        }
        #expect(fake.server.statements == ["BEGIN", "PUT a 5", "COMMIT"])
        if case .lostAfter = reply { #expect(fake.server.value("a") == 5) }
    }

    @Test func `an idempotent transaction is tried again when its outcome is unknown`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("COMMIT", .lostAfter, .error(PostgresServerError(sqlState: "XX000", message: "gone")))
        try await fake.run { client in
            _ = try await client.withTransaction(retrying: .default, idempotent: true) {
                try await $0.execute("PUT a 5")
            }
        }
        #expect(fake.server.value("a") == 5)
        #expect(fake.server.statements.filter { $0 == "COMMIT" }.count == 3)
        #expect(fake.server.unusedScript == 0)
    }

    @Test func `a connection lost before COMMIT is an ordinary error`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("PUT a 5", .lostBefore)
        try await fake.run { client in
            let error = await #expect(throws: FakeError.self) {
                try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 5") }
            }
            #expect(error.map { FakePostgresDriver().isConnectionLost($0) } == true)
        }
        #expect(fake.server.statements == ["BEGIN", "PUT a 5"])
    }

    @Test func `a failure before COMMIT was sent is rolled back`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("COMMIT", .notSent)
        try await fake.run { client in
            await #expect(throws: FakeError.self) {
                try await client.withTransaction(retrying: .default) { try await $0.execute("PUT a 5") }
            }
        }
        #expect(fake.server.statements == ["BEGIN", "PUT a 5", "COMMIT", "ROLLBACK"])
    }

    @Test func `nested transactions are refused, also from a child task`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            try await client.withTransaction { connection in
                await #expect(throws: DSQLError(.nestedTransaction, "")) {
                    try await client.withTransaction { _ in }
                }
                async let child: Void = client.withTransaction { _ in }
                do {
                    try await child
                    Issue.record("A nested transaction.")
                } catch {
                    #expect((error as? DSQLError)?.code == .nestedTransaction)
                }
                try await connection.execute("PUT a 1")
            }
            // The next one is not nested any more.
            _ = try await client.withTransaction { try await $0.execute("PUT b 1") }
        }
        #expect(fake.server.value("a") == 1)
        #expect(fake.server.value("b") == 1)
    }

    @Test func `a transaction of another client inside is no nesting`() async throws {
        let outer = try FakeClient()
        let inner = try FakeClient()
        try await outer.run { first in
            try await inner.run { second in
                try await first.withTransaction { _ in
                    _ = try await second.withTransaction { try await $0.execute("PUT a 1") }
                }
            }
        }
        #expect(inner.server.value("a") == 1)
    }

    @Test func `a closure that ends the transaction itself is told so`() async throws {
        let fake = try FakeClient()
        try await fake.run { client in
            await #expect(throws: DSQLError(.transactionEndedEarly, "")) {
                try await client.withTransaction { try await $0.execute("COMMIT") }
            }
        }
    }

    @Test func `a connection that cannot roll back is closed`() async throws {
        let fake = try FakeClient()
        fake.server.onNext("ROLLBACK", .error(PostgresServerError(sqlState: "XX000", message: "no")))
        try await fake.run { client in
            await #expect(throws: FakeError.self) {
                try await client.withTransaction { try await $0.execute("SELECT 1/0") }
            }
            _ = try await client.withConnection { try await $0.execute("SELECT 1") }
        }
        #expect(fake.server.statementsByConnection.last == "2 SELECT 1")
    }

    @Test func `a result that belongs to the caller's actor stays there`() async throws {
        final class Box { var value = 0 }
        let fake = try FakeClient()
        let box = Box()
        let same = try await fake.run { client in
            try await client.withTransaction { connection in
                try await connection.execute("PUT a 1")
                box.value += 1
                return box
            }
        }
        #expect(same === box)
        #expect(box.value == 1)
    }
}
