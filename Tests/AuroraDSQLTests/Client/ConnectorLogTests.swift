import AuroraDSQL
import TestSupport
import Testing

@Suite struct ConnectorLogTests {
    @Test func `no log line or error shows a token or SQL, and only retries are told above debug`() async throws {
        let log = LogCapture()
        let fake = try FakeClient(onOpen: { try await $0.execute("SET role = x") }, logger: log.logger)
        let expired = FakeServer.Login.refuse(.refusal("access denied", hint: "Signature expired: 1"))
        fake.server.onLogin(expired, .accept, .refuse(.refusal("rate exceeded.", sqlState: "53400")))
        fake.server.onNext("COMMIT", .error(.conflict()))
        fake.server.onNext("ROLLBACK", .error(PostgresServerError(sqlState: "XX000", message: "no")))
        var errors: [any Error] = []
        try await fake.run { client in
            try await client.withTransaction(retrying: .default) { try await $0.execute("PUT secret 1") }
            do {
                try await client.withTransaction { try await $0.execute("SELECT 1/0") }
            } catch {
                errors.append(error)
            }
            try await client.withConnection { try await $0.execute("SELECT 5") }
            fake.clock.advance(by: .seconds(61))
            fake.server.killAll()
            try await client.withConnection { try await $0.execute("SELECT 5") }
        }
        let lines = log.lines
        for text in lines + errors.map({ String(reflecting: $0) }) {
            #expect(!text.contains("token-"), "\(text)")
            #expect(!text.contains("secret"), "\(text)")
        }
        let infos = lines.filter { !$0.hasPrefix("debug") }
        #expect(infos.count == 1)
        #expect(infos.first?.hasPrefix("info Trying again after a conflict") == true)
        for message in [
            "Connection opened", "Connection not opened", "Connection closed", "Token refused as expired",
            "Transaction could not be rolled back",
        ] {
            #expect(lines.contains { $0.hasPrefix("debug \(message)") }, "\(message)")
        }
        #expect(fake.server.unusedScript == 0)
    }
}
