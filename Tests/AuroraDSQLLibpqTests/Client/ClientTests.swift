import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import TestSupport
import Testing

/// A client on libpq where nothing goes wrong.
@Suite struct ClientTests {
    private static func withClient<Value>(
        user: String = "admin",
        tokens: (any TokenProvider)? = nil,
        pool: PoolConfiguration = PoolConfiguration(),
        onOpen: (@Sendable (LibpqConnection) async throws -> Void)? = nil,
        _ body: (DSQLClient<LibpqDriver>) async throws -> Value
    ) async throws -> Value {
        var target = try await TestCluster.shared()
        target.user = user
        return try await withDSQLClient(
            configuration: target.configuration,
            driver: .libpq,
            tokenProvider: tokens ?? target.tokenProvider,
            pool: pool,
            onOpen: onOpen,
            body
        )
    }

    @Test(arguments: [("admin", AuthToken.Action.dbConnectAdmin), ("reporting", .dbConnect)])
    func `admin and a role of one's own log in with the permission each needs`(
        user: String,
        action: AuthToken.Action
    ) async throws {
        try await Self.withClient(user: user) { client in
            #expect(client.parameters.tokenRequest.action == action)
            let name = try await client.withConnection { connection in
                try await connection.query("SELECT current_user::text")[0].decode(String.self, at: 0)
            }
            #expect(name == user)
        }
    }

    @Test func `each physical connection has a token of its own, and a lease none`() async throws {
        let tokens = CountingTokenProvider(try await TestCluster.shared().tokenProvider)
        var pool = PoolConfiguration()
        pool.maximumConnections = 3
        try await Self.withClient(tokens: tokens, pool: pool) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for n in 0..<30 {
                    group.addTask {
                        let back = try await client.withConnection { connection in
                            try await connection.query("SELECT $1::int8, pg_sleep(0.01)", [n])[0]
                                .decode(Int.self, at: 0)
                        }
                        #expect(back == n)
                    }
                }
                try await group.waitForAll()
            }
            #expect(tokens.count == client.statistics.opened)
            #expect((1...3).contains(tokens.count))
            #expect(client.statistics.leases == 30)
        }
    }

    @Test func `the on-open hook runs once on each connection`() async throws {
        try await Self.withClient(onOpen: { try await $0.execute("SET search_path = pg_catalog") }) { client in
            for _ in 0..<3 {
                let path = try await client.withConnection { connection in
                    try await connection.query("SHOW search_path")[0].decode(String.self, at: 0)
                }
                #expect(path == "pg_catalog")
            }
        }
    }

    @Test func `a client lends streams and prepared statements as the driver has them`() async throws {
        try await Self.withClient { client in
            let sum = try await client.withConnection { connection in
                let statement = try await connection.prepare("SELECT n FROM generate_series(1, $1::int) AS n")
                return try await connection.withChunks(of: statement, [Int32(5000)], rowsPerChunk: 100) { chunks in
                    var sum = 0
                    for try await chunk in chunks {
                        for row in chunk { sum += try row.decode(Int.self, at: 0) }
                    }
                    return sum
                }
            }
            #expect(sum == 5000 * 5001 / 2)
        }
    }

    @Test func `a connection is used without a pool, and validated before anything runs`() async throws {
        let target = try await TestCluster.shared()
        let version = try await DSQLClient.withSingleConnection(
            configuration: target.configuration,
            driver: .libpq,
            tokenProvider: target.tokenProvider
        ) { connection in
            try await connection.query("SELECT 1")[0].decode(Int.self, at: 0)
        }
        #expect(version == 1)
        let client = try DSQLClient(
            configuration: target.configuration,
            driver: .libpq,
            tokenProvider: target.tokenProvider
        )
        try await client.validate()
        #expect(client.statistics.opened == 0)
    }

    @Test func `a task that is cancelled in a transaction rolls back`() async throws {
        try await Self.withClient { client in
            let table = "cancelled_\(UInt32.random(in: 0...UInt32.max))"
            try await client.execute("CREATE TABLE \(table) (n int)")
            let task = Task {
                try await client.withTransaction { connection in
                    try await connection.execute("INSERT INTO \(table) VALUES (1)")
                    try await connection.execute("SELECT pg_sleep(600)")
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let count = try await client.withConnection { connection in
                try await connection.query("SELECT count(*) FROM \(table)")[0].decode(Int.self, at: 0)
            }
            #expect(count == 0)
        }
    }
}
