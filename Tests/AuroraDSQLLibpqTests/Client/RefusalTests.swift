import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import FoundationEssentials
import TestSupport
import Testing

extension FaultyCluster {
    /// Refused logins, from the wire through libpq to the caller of a client.
    @Suite struct RefusalTests {
        private static func provider() async throws -> CountingTokenProvider {
            CountingTokenProvider(try await FaultyCluster.ready().tokenProvider)
        }

        /// What a call of a new client throws while a fault is set.
        private static func refusal(
            _ fault: String? = nil,
            tokens: CountingTokenProvider,
            pool: PoolConfiguration = PoolConfiguration(),
            change: (inout ConnectionConfiguration) -> Void = { _ in }
        ) async throws -> DSQLError {
            let error = try await FaultyCluster.withClient(tokens: tokens, pool: pool, change: change) {
                client,
                cluster in
                if let fault { try cluster.control(fault) }
                return await #expect(throws: DSQLError.self, "\(fault ?? "")") {
                    try await client.withConnection { try await $0.execute("SELECT 1") }
                }
            }
            return try #require(error)
        }

        private static let passing: [(fault: String, code: DSQLError.Code, words: String)] = [
            ("waking-up", .wakingUp, "waking up cluster"),
            ("too-many-connections", .tooManyConnections, "too many open connections"),
            ("rate-exceeded", .connectionRateExceeded, "rate exceeded"),
        ]

        @Test(arguments: passing.indices)
        func `what passes is waited for, with a fresh token each time`(index: Int) async throws {
            let tokens = try await Self.provider()
            try await FaultyCluster.withClient(tokens: tokens) { client, cluster in
                try cluster.control("\(Self.passing[index].fault) count=2")
                let tag = try await client.withConnection { try await $0.execute("SELECT 1") }
                #expect(tag == "SELECT 1")
            }
            #expect(tokens.count == 3)
        }

        @Test(arguments: passing.indices)
        func `what does not pass in time says why, and what to do`(index: Int) async throws {
            let (fault, code, words) = Self.passing[index]
            var pool = PoolConfiguration()
            pool.acquireTimeout = .seconds(2)
            let error = try await Self.refusal("\(fault) count=all", tokens: Self.provider(), pool: pool)
            #expect(error.code == code)
            #expect(error.message.contains(words), "\(error)")
            #expect(error.remedy != nil)
            #expect(error.sessionID?.isEmpty == false)
            #expect(LibpqDriver().serverError(in: error)?.sqlState.isEmpty == false)
        }

        @Test func `an expired signature gets one fresh token`() async throws {
            let tokens = try await Self.provider()
            try await FaultyCluster.withClient(tokens: tokens) { client, cluster in
                try cluster.control("signature-expired count=1")
                let tag = try await client.withConnection { try await $0.execute("SELECT 1") }
                #expect(tag == "SELECT 1")
            }
            #expect(tokens.count == 2)
        }

        @Test func `tokens that are expired when they are made are a matter of clocks`() async throws {
            let slow = ProviderClock(now: { Date() - 3600 }, sleep: ProviderClock.system.sleep, random: { 0 })
            let tokens = CountingTokenProvider(
                IAMTokenProvider(
                    credentialsProvider: StaticCredentialsProvider(try await FaultyCluster.ready().credentials),
                    logger: LogCapture().logger,
                    clock: slow
                )
            )
            let error = try await Self.refusal(tokens: tokens)
            #expect(error.code == .clockSkew)
            #expect(error.message.contains("Signature expired"), "\(error)")
            #expect(error.message.contains("this machine's clock says 20"), "\(error)")
            #expect(error.remedy?.contains("clock") == true)
            #expect(tokens.count == 2)
        }

        @Test func `a token for the wrong action is not tried again`() async throws {
            let base = try await FaultyCluster.ready().tokenProvider
            let tokens = CountingTokenProvider(base) { request in
                var request = request
                request.action = .dbConnect
                return request
            }
            let error = try await Self.refusal(tokens: tokens)
            #expect(error.code == .wrongAction)
            #expect(error.message.contains("Wrong user to action mapping"), "\(error)")
            #expect(error.remedy?.contains("dsql:DbConnectAdmin") == true)
            #expect(tokens.count == 1)
        }

        @Test func `who is not authorized is told which permission is missing`() async throws {
            let tokens = try await Self.provider()
            let error = try await Self.refusal(tokens: tokens) { $0.user = "reporting" }
            #expect(error.code == .notAuthorized)
            #expect(error.message.contains("is not authorized to perform: dsql:DbConnect"), "\(error)")
            #expect(error.remedy?.contains("dsql:DbConnect") == true)
            #expect(tokens.count == 1)
        }

        @Test func `a token signed with other keys is not tried again`() async throws {
            let other = Credentials(accessKeyID: "AKIDNOBODY", secretAccessKey: "none")
            let tokens = CountingTokenProvider(
                IAMTokenProvider(credentialsProvider: StaticCredentialsProvider(other))
            )
            let error = try await Self.refusal(tokens: tokens)
            #expect(error.code == .notAuthorized)
            #expect(error.remedy?.contains("AWS IAM GRANT") == true)
            #expect(tokens.count == 1)
        }

        /// A libpq that negotiates TLS directly never asks whether there is any.
        private static let impostors =
            ["wrong-name-certificate", "expired-certificate", "untrusted-certificate"]
            + (LibpqConnection.libpqVersion < 170_000 ? ["refuse-tls"] : [])

        @Test(arguments: impostors)
        func `a server that is not who it should be gets no token and no second try`(fault: String) async throws {
            let tokens = try await Self.provider()
            try await FaultyCluster.withClient(tokens: tokens) { client, cluster in
                let before = try cluster.control("status")
                try cluster.control(fault)
                let error = await #expect(throws: DSQLError.self) {
                    try await client.withConnection { try await $0.execute("SELECT 1") }
                }
                #expect(error?.code == .tlsFailed)
                #expect(error?.remedy?.contains("certificates") == true)
                #expect(tokens.count == 1)
                #expect(before.contains("\"sessions\":0"))
                // The fault is over, and so is the refusal.
                let tag = try await client.withConnection { try await $0.execute("SELECT 1") }
                #expect(tag == "SELECT 1")
            }
        }

        @Test func `another authority is not trusted`() async throws {
            try await withTemporaryFolder { folder in
                let path = try folder.write(ConnectTests.otherAuthority, to: "other.pem")
                let error = try await Self.refusal(tokens: Self.provider()) { $0.rootCertificatePath = path }
                #expect(error.code == .tlsFailed)
                #expect(error.message.contains("certificate verify failed"), "\(error)")
            }
        }

        @Test func `a port where nobody listens is unreachable`() async throws {
            let error = try await Self.refusal(tokens: Self.provider()) { $0.port = 1 }
            #expect(error.code == .unreachable)
            #expect(error.message.contains("port 1"), "\(error)")
        }

        @Test func `a server that never answers is given up after the connect limit`() async throws {
            let error = try await Self.refusal("silent count=all", tokens: Self.provider()) {
                $0.connectTimeout = .milliseconds(500)
            }
            #expect(error.code == .connectTimedOut)
            #expect(error.remedy?.contains("connect time limit") == true)
        }

        @Test func `no line of the log and no error shows a token or a key`() async throws {
            let log = LogCapture()
            let cluster = try await FaultyCluster.ready()
            let target = try TestCluster(cluster)
            let tokens = RecordingTokenProvider(target.tokenProvider)
            var said: [String] = []
            for fault in ["waking-up count=1", "signature-expired count=2", "expired-certificate", "cut-after-commit"] {
                try cluster.control(fault)
                do {
                    try await withDSQLClient(
                        configuration: target.configuration,
                        driver: .libpq,
                        tokenProvider: tokens,
                        logger: log.logger
                    ) { client in
                        try await client.withTransaction { try await $0.execute("SELECT 1") }
                    }
                } catch {
                    said += ["\(error)", String(reflecting: error)]
                }
            }
            said += log.lines
            #expect(said.count > 10)
            let secrets = try tokens.tokens + [cluster.variable("AWS_SECRET_ACCESS_KEY")]
            #expect(secrets.count > 5)
            for secret in secrets {
                #expect(!said.contains { $0.contains(secret) || $0.contains(secret.suffix(64)) })
            }
        }

        @Test func `validate says the same without a pool`() async throws {
            let cluster = try await FaultyCluster.ready()
            let target = try TestCluster(cluster)
            let client = try DSQLClient(
                configuration: target.configuration,
                driver: .libpq,
                tokenProvider: target.tokenProvider
            )
            try cluster.control("waking-up count=2")
            try await client.validate()
            try cluster.control("expired-certificate")
            let error = await #expect(throws: DSQLError.self) { try await client.validate() }
            #expect(error?.code == .tlsFailed)
        }
    }
}
