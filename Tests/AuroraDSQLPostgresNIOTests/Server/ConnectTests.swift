#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLCredentials
    import AuroraDSQLPostgresNIO
    import Foundation
    import Logging
    import NIOEmbedded
    import NIOPosix
    import PostgresNIO
    import TestSupport
    import Testing

    @Suite struct ConnectTests {
        /// Connects to a changed cluster and returns the refusal.
        private static func refusal(
            connectTimeout: Duration = .seconds(60),
            _ change: (inout TestCluster) throws -> Void
        ) async throws -> DSQLError? {
            var cluster = try await TestCluster.shared()
            try change(&cluster)
            return await #expect(throws: DSQLError.self) {
                _ = try await cluster.connect(connectTimeout: connectTimeout)
            }
        }

        @Test func `the session is who and what it was asked to be`() async throws {
            try await withConnection { connection in
                let sql: PostgresQuery = """
                    SELECT current_user::text || ' ' || current_database()::text || ' '
                        || current_setting('application_name') || ' ' || current_setting('client_encoding')
                    """
                let said = try await connection.value(sql, as: String.self)
                #expect(said == "admin postgres aurora-dsql-swift-test/1 UTF8")
                #expect(!connection.isClosed)
            }
        }

        @Test func `the host is looked up where no address is given`() async throws {
            var cluster = try await TestCluster.shared()
            cluster.host = "localhost"
            cluster.address = nil
            let connection = try await cluster.connect()
            let tag = try await connection.execute("SELECT 1")
            #expect(tag == "SELECT 1")
            await end(connection)
            cluster.host = "no-such-host.invalid"
            let error = await #expect(throws: DSQLError.self) { _ = try await cluster.connect() }
            #expect(error?.code == .unreachable)
            #expect(error?.message.contains("no-such-host.invalid") == true)
        }

        @Test func `another authority's certificate is refused before the password is sent`() async throws {
            let other = try await ScriptedServer()
            defer { other.stop() }
            let error = try await Self.refusal { $0.rootCertificatePath = other.rootCertificatePath }
            #expect(error?.code == .tlsFailed)
            #expect(error?.message.contains("CERTIFICATE_VERIFY_FAILED") == true)
        }

        @Test func `a certificate with another name is refused`() async throws {
            let server = try await ScriptedServer()
            defer { server.stop() }
            var cluster = try await server.cluster()
            cluster.host = "another.example.test"
            let error = await #expect(throws: DSQLError.self) { _ = try await cluster.connect() }
            #expect(error?.code == .tlsFailed)
        }

        @Test(arguments: ["/nonexistent/roots.pem", "/etc/passwd", "/"])
        func `a file that holds no authorities is named`(path: String) async throws {
            let error = try await Self.refusal { $0.rootCertificatePath = path }
            #expect(error?.code == .tlsFailed)
            #expect(error?.message.contains(path) == true)
        }

        @Test func `a port that nobody listens on is unreachable`() async throws {
            let relay = try TestRelay(to: nil)
            relay.cut()
            for host in ["", "localhost"] {
                let error = try await Self.refusal {
                    $0.port = relay.port
                    if !host.isEmpty {
                        $0.host = host
                        $0.address = nil
                    }
                }
                #expect(error?.code == .unreachable)
                #expect(error?.message.contains("\(relay.port)") == true)
            }
        }

        @Test func `a refused login keeps its SQLSTATE, message and hint`() async throws {
            var cluster = try await TestCluster.shared()
            cluster.password = "not-a-token"
            let refused = await #expect(throws: PSQLError.self) { _ = try await cluster.connect() }
            let error = try #require(refused.flatMap(PostgresNIODriver().serverError))
            #expect(error.sqlState.utf8.count == 5)
            #expect(error.message.hasPrefix("unable to accept connection"))
            #expect(error.hint != nil)
            #expect(error.isFatal)
            #expect(refused.map(PostgresNIODriver().isConnectionLost) == false)
            #expect(!String(reflecting: refused).contains("not-a-token"))
        }

        @Test func `no log line holds the token`() async throws {
            let log = LogCapture()
            let cluster = try await TestCluster.shared()
            let token = try await cluster.token()
            let connection = try await PostgresNIODriver().connect(
                cluster.parameters(),
                password: token,
                logger: log.logger
            )
            try await connection.execute("SELECT 1")
            await end(connection)
            #expect(!log.lines.isEmpty)
            #expect(!log.lines.contains { $0.contains("X-Amz-Signature") || $0.contains(token.password) })
        }

        @Test(arguments: ["300.1.1.1", "127.0.0.1,127.0.0.1", "not an address"])
        func `an address that is none is refused`(address: String) async throws {
            let error = try await Self.refusal { $0.address = address }
            #expect(error?.code == .unreachable)
        }

        @Test func `a user with a zero byte is refused before anything is sent`() async throws {
            let error = try await Self.refusal {
                $0.user = "admin\u{0}options\u{0}-csearch_path=evil"
                $0.password = "token"
            }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.contains("user") == true)
        }

        @Test func `a server that never answers is given up after the limit`() async throws {
            let relay = try TestRelay(to: nil)
            defer { relay.cut() }
            let start = ContinuousClock.now
            for negotiation in [PostgresNIOOptions.TLSNegotiation.direct, .sslRequest] {
                var cluster = try await TestCluster.shared()
                cluster.port = relay.port
                var options = PostgresNIOOptions()
                options.tlsNegotiation = negotiation
                let error = await #expect(throws: DSQLError.self) {
                    _ = try await cluster.connect(options, connectTimeout: .milliseconds(300))
                }
                #expect(error?.code == .connectTimedOut)
            }
            #expect(ContinuousClock.now - start >= .milliseconds(600))
        }

        @Test func `a login that takes too long is given up after the limit`() async throws {
            let own = try await LocalCluster()
            try own.control("slow-login seconds=600 count=all")
            let cluster = try TestCluster(own)
            let error = await #expect(throws: DSQLError.self) {
                _ = try await cluster.connect(connectTimeout: .seconds(2))
            }
            #expect(error?.code == .connectTimedOut)
            let task = Task { try await cluster.connect(connectTimeout: .seconds(600)) }
            try await Task.sleep(for: .milliseconds(500))
            task.cancel()
            await #expect(throws: CancellationError.self) { _ = try await task.value }
            await own.stop()
        }

        @Test func `cancellation ends an attempt`() async throws {
            let relay = try TestRelay(to: nil)
            defer { relay.cut() }
            var cluster = try await TestCluster.shared()
            cluster.port = relay.port
            let silent = cluster
            for pause in [0, 50] {
                let task = Task { try await silent.connect(connectTimeout: .seconds(600)) }
                try await Task.sleep(for: .milliseconds(pause))
                task.cancel()
                await #expect(throws: CancellationError.self) { _ = try await task.value }
            }
        }

        @Test(arguments: zip([PostgresNIOOptions.TLSNegotiation.direct, .sslRequest], [22, 0] as [UInt8]))
        func `TLS is negotiated as the options say`(
            negotiation: PostgresNIOOptions.TLSNegotiation,
            firstByte: UInt8
        ) async throws {
            var cluster = try await TestCluster.shared()
            let relay = try TestRelay(to: cluster.port)
            defer { relay.cut() }
            cluster.port = relay.port
            var options = PostgresNIOOptions()
            options.tlsNegotiation = negotiation
            await end(try await cluster.connect(options))
            #expect(relay.firstBytes.first == firstByte)
        }

        @Test func `many connections are opened at once`() async throws {
            let cluster = try await TestCluster.shared()
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for n in 1...40 {
                    group.addTask {
                        let connection = try await cluster.connect()
                        let value = try await connection.value("SELECT \(n)::int8", as: Int.self)
                        await end(connection)
                        return value ?? 0
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 820)
        }

        @Test func `a user's own event loops are used, and those of another kind refused`() async throws {
            let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let cluster = try await TestCluster.shared()
            let connection = try await PostgresNIODriver(eventLoopGroup: group).connect(
                cluster.parameters(),
                password: cluster.token(),
                logger: .silent
            )
            #expect(connection.eventLoop === group.next())
            await end(connection)
            try await group.shutdownGracefully()
            let error = await #expect(throws: DSQLError.self) {
                _ = try await PostgresNIODriver(eventLoopGroup: NIOAsyncTestingEventLoop()).connect(
                    cluster.parameters(),
                    password: cluster.token(),
                    logger: .silent
                )
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }
#endif
