import AuroraDSQL
import TestSupport
import Testing

@Suite struct ConnectRetryTests {
    static let expired = FakeServer.Login.refuse(
        .refusal("access denied", hint: "Signature expired: 20260102T030405Z is now earlier than 20260102T040000Z")
    )

    @Test func `an expired signature is answered with one fresh token`() async throws {
        let fake = try FakeClient()
        fake.server.onLogin(Self.expired)
        try await fake.run { client in try await client.withConnection { _ in } }
        #expect(fake.server.tokens == ["token-1", "token-2"])
        #expect(fake.clock.jumps == [])
    }

    @Test func `a second expired signature is clock skew`() async throws {
        let fake = try FakeClient()
        fake.server.onLogin(Self.expired, Self.expired)
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) { try await client.withConnection { _ in } }
            #expect(error?.code == .clockSkew)
            #expect(error?.message.contains("2026-01-02T03:04:05Z") == true)
            #expect(error?.sessionID == "0123-abcd")
        }
        #expect(fake.server.tokens.count == 2)
    }

    @Test(arguments: [
        ("Wrong user to action mapping. user: admin, action: DbConnect", DSQLError.Code.wrongAction),
        ("User: arn:aws:iam::1:user/x is not authorized to perform: dsql:DbConnectAdmin", .notAuthorized),
    ])
    func `what the server will not change its mind about is not tried again`(
        hint: String,
        code: DSQLError.Code
    ) async throws {
        let fake = try FakeClient()
        fake.server.onLogin(.refuse(.refusal("access denied", hint: hint)))
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) { try await client.withConnection { _ in } }
            #expect(error?.code == code)
            #expect(error?.sessionID == "0123-abcd")
        }
        #expect(fake.server.tokens.count == 1)
    }

    static let passing: [(PostgresServerError, DSQLError.Code)] = [
        (.refusal("waking up cluster, please retry later"), .wakingUp),
        (.refusal("too many open connections.", sqlState: "53300"), .tooManyConnections),
        (.refusal("rate exceeded.", sqlState: "53400"), .connectionRateExceeded),
    ]

    @Test(arguments: passing.indices)
    func `what passes is waited for`(index: Int) async throws {
        let fake = try FakeClient()
        let refusal = FakeServer.Login.refuse(Self.passing[index].0)
        fake.server.onLogin(refusal, refusal, refusal)
        try await fake.run { client in try await client.withConnection { _ in } }
        #expect(fake.server.tokens.count == 4, "a fresh token for each attempt")
        #expect(fake.clock.jumps.count == 3)
        #expect(fake.clock.jumps.allSatisfy { $0 >= .milliseconds(125) })
    }

    @Test(arguments: passing.indices)
    func `what does not pass in time is told by its own name`(index: Int) async throws {
        let fake = try FakeClient()
        let (server, code) = Self.passing[index]
        for _ in 0..<100 { fake.server.onLogin(.refuse(server)) }
        try await fake.run { client in
            let error = await TimeLimitTests.failure(fake, after: { client.statistics.openFailures > 0 }) {
                try await client.withConnection { _ in }
            }
            #expect((error as? DSQLError)?.code == code)
            #expect((error as? DSQLError)?.sessionID == "0123-abcd")
        }
        #expect(fake.server.tokens.count < 20, "no storm: \(fake.server.tokens.count) attempts in 30 s")
    }

    @Test(arguments: passing.indices)
    func `a single connection waits as well`(index: Int) async throws {
        let fake = try FakeClient()
        let refusal = FakeServer.Login.refuse(Self.passing[index].0)
        fake.server.onLogin(refusal, refusal)
        try await fake.client.validate()
        #expect(fake.server.tokens.count == 3)
        for _ in 0..<100 { fake.server.onLogin(refusal) }
        await #expect(throws: DSQLError(Self.passing[index].1, "")) { try await fake.client.validate() }
    }

    @Test(arguments: [DSQLError.Code.unreachable, .tlsFailed, .connectTimedOut])
    func `a driver's own error keeps its name`(code: DSQLError.Code) async throws {
        let fake = try FakeClient()
        fake.server.onLogin(.fail(DSQLError(code, "No.")))
        try await fake.run { client in
            await #expect(throws: DSQLError(code, "")) { try await client.withConnection { _ in } }
        }
    }

    @Test func `an error the connector does not know keeps its cause`() async throws {
        struct Odd: Error {}
        let fake = try FakeClient()
        fake.server.onLogin(.fail(Odd()))
        try await fake.run { client in
            let error = await #expect(throws: DSQLError.self) { try await client.withConnection { _ in } }
            #expect(error?.code == .connectionFailed)
            #expect(error?.cause is Odd)
        }
    }
}
