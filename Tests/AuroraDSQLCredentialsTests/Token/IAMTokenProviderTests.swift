import AuroraDSQLCredentials
import FoundationEssentials
import Logging
import Testing

@Suite struct IAMTokenProviderTests {
    private let lines = RecordingLogHandler.Lines()

    private func provider(_ source: any CredentialsProvider, now: Date = Golden.date) -> IAMTokenProvider {
        IAMTokenProvider(
            credentialsProvider: source,
            logger: Logger(label: "test") { _ in RecordingLogHandler(lines: lines) },
            clock: ProviderClock(now: { now }, sleep: { _ in }, random: { 0 })
        )
    }

    private func request(_ user: String = "admin", duration: Duration = .seconds(900)) throws -> AuthToken.Request {
        AuthToken.Request(endpoint: try ClusterEndpoint(Golden.host), user: user, duration: duration)
    }

    private static func lasting(_ seconds: Double?, session: String? = "session-secret") -> Credentials {
        Golden.credentials(sessionToken: session, expiration: seconds.map { Golden.date + $0 })
    }

    private static func seconds(of token: AuthToken) throws -> Int { try TokenInspection(token.password).seconds }

    @Test(arguments: [
        ("admin", AuthToken.Action?.none, AuthToken.Action.dbConnectAdmin, Golden.adminSignature),
        ("reporting", nil, .dbConnect, "6af00daa1581ded1430d167278012f0b8d3c26de1d14a75726f8729853eadee0"),
        ("Admin", nil, .dbConnect, "6af00daa1581ded1430d167278012f0b8d3c26de1d14a75726f8729853eadee0"),
        ("admin", .dbConnect, .dbConnect, "6af00daa1581ded1430d167278012f0b8d3c26de1d14a75726f8729853eadee0"),
        ("reporting", .dbConnectAdmin, .dbConnectAdmin, Golden.adminSignature),
    ])
    func `the user decides the action unless one is asked for`(
        user: String,
        asked: AuthToken.Action?,
        signed: AuthToken.Action,
        signature: String
    ) async throws {
        let request = AuthToken.Request(endpoint: try ClusterEndpoint(Golden.host), user: user, action: asked)
        let token = try await provider(StaticCredentialsProvider(Golden.credentials())).token(for: request)
        #expect(token.password == Golden.text(action: signed, signature: signature))
    }

    @Test(arguments: ["", "a\0b", "\n", "tab\t", "\u{7F}", "\u{85}"])
    func `a user that cannot be is refused before credentials are asked for`(user: String) async throws {
        let source = ScriptedCredentialsProvider([])
        let error = await #expect(throws: CredentialsError.self) {
            try await provider(source).token(for: request(user))
        }
        #expect(error?.code == .invalidValue)
        #expect(error?.remedy != nil)
        #expect(source.asked == 0)
    }

    @Test(arguments: [
        Duration.zero, .seconds(-5), .seconds(604_801), .milliseconds(500), .milliseconds(900_500),
        .seconds(Int64.max), .seconds(Int64.min),
    ])
    func `a duration that cannot be is refused before credentials are asked for`(duration: Duration) async throws {
        let source = ScriptedCredentialsProvider([])
        let error = await #expect(throws: CredentialsError.self) {
            try await provider(source).token(for: request(duration: duration))
        }
        #expect(error?.code == .invalidValue)
        #expect(error?.message.contains("\(duration)") == true)
        #expect(error?.remedy?.contains("604800") == true)
        #expect(source.asked == 0)
    }

    @Test(arguments: [Duration.seconds(1), .seconds(604_800)])
    func `the shortest and the longest duration are signed`(duration: Duration) async throws {
        let token = try await provider(StaticCredentialsProvider(Self.lasting(nil))).token(
            for: request(duration: duration)
        )
        #expect(Duration.seconds(try Self.seconds(of: token)) == duration)
    }

    @Test func `credentials are asked for once for each token`() async throws {
        let source = ScriptedCredentialsProvider([.success(Self.lasting(nil)), .success(Self.lasting(60))])
        let provider = provider(source)
        _ = try await provider.token(for: request())
        #expect(source.asked == 1)
        _ = try await provider.token(for: request())
        #expect(source.asked == 2)
    }

    /// Seconds the credentials last, seconds the token then lasts.
    @Test(arguments: [(900.0, 900), (10_000, 900), (899.999, 899), (60, 60), (1.999, 1), (1, 1)])
    func `a token never outlives its credentials`(left: Double, signed: Int) async throws {
        let token = try await provider(StaticCredentialsProvider(Self.lasting(left))).token(for: request())
        #expect(try Self.seconds(of: token) == signed)
        #expect(lines.all.count == (signed < 900 ? 1 : 0))
        #expect(lines.all.allSatisfy { $0.hasPrefix("debug ") })
    }

    @Test func `the token's time counts from the second it carries`() async throws {
        // Signed at 12:00:00.9 as of 12:00:00: 60.5 seconds before the end of the credentials.
        let source = StaticCredentialsProvider(Self.lasting(60.5))
        let token = try await provider(source, now: Golden.date + 0.9).token(for: request())
        let inspection = try TokenInspection(token.password)
        #expect(inspection.seconds == 60)
        #expect(inspection.expiration <= Golden.date + 60.5)
    }

    @Test(arguments: [0.999, 0, -1, -1_000_000, -Double.infinity, .nan])
    func `credentials that have expired or are about to sign nothing`(left: Double) async throws {
        let error = await #expect(throws: CredentialsError.self) {
            try await provider(StaticCredentialsProvider(Self.lasting(left))).token(for: request())
        }
        #expect(error?.code == .expired)
        #expect(error?.remedy != nil)
        #expect(error?.debugDescription.contains("session-secret") == false)
    }

    @Test func `no line of the log and no error shows a secret`() async throws {
        _ = try await provider(StaticCredentialsProvider(Self.lasting(60))).token(for: request())
        #expect(lines.all.count == 1)
        let secrets = [Golden.secret, "session-secret", "Signature"]
        #expect(lines.all.allSatisfy { line in secrets.allSatisfy { !line.contains($0) } })
    }

    @Test func `credentials that cannot sign are refused`() async throws {
        let source = StaticCredentialsProvider(Credentials(accessKeyID: "AKID", secretAccessKey: " "))
        await #expect(throws: CredentialsError(.invalidConfiguration, "")) {
            try await provider(source).token(for: request())
        }
    }
}

extension IAMTokenProviderTests {
    @Test func `credentials that outlive the token are not refreshed`() async throws {
        let source = ScriptedRefreshingProvider([.success(Self.lasting(900))], refreshed: [])
        #expect(try await Self.seconds(of: provider(source).token(for: request())) == 900)
        #expect(source.outlived.isEmpty)
    }

    @Test(arguments: [899.0, 60, 0.5, -60])
    func `credentials that the token would outlive are refreshed first`(left: Double) async throws {
        let source = ScriptedRefreshingProvider(
            [.success(Self.lasting(left))],
            refreshed: [.success(Self.lasting(3_600, session: nil))]
        )
        let token = try await provider(source).token(for: request())
        let inspection = try TokenInspection(token.password)
        #expect(inspection.seconds == 900 && !inspection.hasSessionToken)
        #expect(source.asked == 1)
        #expect(source.outlived == [Golden.date + 900])
        #expect(lines.all.isEmpty)
    }

    @Test func `refreshed credentials that expire early too shorten the token`() async throws {
        let source = ScriptedRefreshingProvider(
            [.success(Self.lasting(60))],
            refreshed: [.success(Self.lasting(120))]
        )
        #expect(try await Self.seconds(of: provider(source).token(for: request())) == 120)
        #expect(source.outlived.count == 1)
        #expect(lines.all.count == 1)
    }

    @Test func `refreshed credentials that have expired sign nothing`() async throws {
        let source = ScriptedRefreshingProvider([.success(Self.lasting(-1))], refreshed: [.success(Self.lasting(-1))])
        await #expect(throws: CredentialsError(.expired, "")) { try await provider(source).token(for: request()) }
    }

    @Test func `a failed refresh leaves what the credentials still have`() async throws {
        let source = ScriptedRefreshingProvider(
            [.success(Self.lasting(60))],
            refreshed: [.failure(CredentialsError(.unreachable, "very-secret"))]
        )
        #expect(try await Self.seconds(of: provider(source).token(for: request())) == 60)
        #expect(lines.all.count == 2)
        #expect(lines.all.allSatisfy { $0.hasPrefix("debug ") && !$0.contains("very-secret") })
    }

    @Test func `a failed refresh of expired credentials is the error`() async throws {
        let source = ScriptedRefreshingProvider(
            [.success(Self.lasting(-1))],
            refreshed: [.failure(CredentialsError(.unreachable, "No answer."))]
        )
        await #expect(throws: CredentialsError(.unreachable, "")) { try await provider(source).token(for: request()) }
    }

    @Test func `cancellation passes through`() async throws {
        let plain = ScriptedCredentialsProvider([.failure(CancellationError())])
        await #expect(throws: CancellationError.self) { try await provider(plain).token(for: request()) }
        let refreshing = ScriptedRefreshingProvider(
            [.success(Self.lasting(60))],
            refreshed: [.failure(CancellationError())]
        )
        await #expect(throws: CancellationError.self) { try await provider(refreshing).token(for: request()) }
    }

    @Test func `an error of the provider passes through unchanged`() async throws {
        struct VaultSealed: Error, Equatable {}
        let source = ScriptedCredentialsProvider([.failure(VaultSealed())])
        await #expect(throws: VaultSealed()) { try await provider(source).token(for: request()) }
    }
}
