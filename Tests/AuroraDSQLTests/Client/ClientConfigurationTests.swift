import AuroraDSQL
import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct ClientConfigurationTests {
    static func configuration(occMaxRetries: Int? = nil) throws -> ConnectionConfiguration {
        ConnectionConfiguration(
            host: "localhost",
            user: "reporting",
            region: "us-east-1",
            occMaxRetries: occMaxRetries,
            // Any file that can be read: the fake verifies nothing.
            rootCertificatePath: #filePath
        )
    }

    @Test(arguments: [(nil, nil), (0, 0), (5, 5)] as [(Int?, Int?)])
    func `the configuration's retries are the client's`(given: Int?, expected: Int?) throws {
        let client = try DSQLClient(
            configuration: Self.configuration(occMaxRetries: given),
            driver: FakePostgresDriver(),
            tokenProvider: FakeTokenProvider()
        )
        #expect(client.retryPolicy?.maxRetries == expected)
        #expect(client.parameters.user == "reporting")
        #expect(client.parameters.tokenRequest.action == .dbConnect)
        #expect(client.parameters.applicationName.hasPrefix("aurora-dsql-swift-fake/"))
    }

    @Test func `a setting that cannot be is refused when the client is made`() throws {
        var pool = PoolConfiguration()
        pool.maximumConnections = 0
        #expect(throws: DSQLError(.invalidConfiguration, "")) {
            try DSQLClient(
                configuration: Self.configuration(),
                driver: FakePostgresDriver(),
                tokenProvider: FakeTokenProvider(),
                pool: pool
            )
        }
        var configuration = try Self.configuration()
        configuration.port = 0
        #expect(throws: DSQLError(.invalidConfiguration, "")) {
            try DSQLClient(
                configuration: configuration,
                driver: FakePostgresDriver(),
                tokenProvider: FakeTokenProvider()
            )
        }
    }

    @Test func `the shortest way in runs a client and leaves nothing open`() async throws {
        let server = FakeServer()
        let tag = try await withDSQLClient(
            configuration: Self.configuration(),
            driver: FakePostgresDriver(server: server),
            tokenProvider: FakeTokenProvider()
        ) { client in
            try await client.execute("CREATE TABLE t (id int)")
        }
        #expect(tag == "CREATE TABLE")
        await #expect(throws: FakeError.self) {
            try await withDSQLClient(
                configuration: Self.configuration(),
                driver: FakePostgresDriver(server: server),
                tokenProvider: FakeTokenProvider()
            ) { client in
                try await client.execute("SELECT 1/0")
            }
        }
        #expect(server.openCount == 0)
        #expect(server.openedCount == 2)
    }

    @Test func `the single connection needs no client`() async throws {
        let server = FakeServer()
        let tag = try await DSQLClient.withSingleConnection(
            configuration: Self.configuration(),
            driver: FakePostgresDriver(server: server),
            tokenProvider: FakeTokenProvider()
        ) { try await $0.execute("SELECT 1") }
        #expect(tag == "SELECT 1")
        #expect(server.openCount == 0)
    }

    actor Teller {
        var balance = 0

        /// The closure touches the actor's state: it runs on the actor.
        func work(with client: DSQLClient<FakePostgresDriver>) async throws -> Int {
            try await client.withTransaction(retrying: .default) { connection in
                balance += 1
                try await connection.execute("PUT balance \(balance)")
                balance += 1
            }
            try await client.withConnection { _ in balance += 1 }
            return balance
        }
    }

    @Test func `closures stay on the caller's actor`() async throws {
        let fake = try FakeClient()
        let balance = try await fake.run { client in try await Teller().work(with: client) }
        #expect(balance == 3)
        #expect(fake.server.value("balance") == 1)
    }
}
