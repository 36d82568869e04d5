import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Foundation
import Logging
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
            try await cluster.connect(connectTimeout: connectTimeout)
        }
    }

    @Test func `the session is who and what it was asked to be`() async throws {
        try await withConnection { connection in
            let result = try await connection.query(
                "SELECT current_user::text, current_database()::text, current_setting('application_name')"
            )
            let (user, database, name) = try result[0].decode((String, String, String).self)
            #expect(user == "admin")
            #expect(database == "postgres")
            #expect(name == "aurora-dsql-swift-test/1")
            #expect(connection.parameter("client_encoding") == "UTF8")
            #expect(connection.parameter("no such") == nil)
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
        await connection.close()
        cluster.host = "no-such-host.invalid"
        let error = await #expect(throws: DSQLError.self) { try await cluster.connect() }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("no-such-host.invalid") == true)
    }

    @Test func `another authority's certificate is refused before the password is sent`() async throws {
        try await withTemporaryFolder { folder in
            let path = try folder.write(Self.otherAuthority, to: "other.pem")
            let error = try await Self.refusal { $0.rootCertificatePath = path }
            #expect(error?.code == .tlsFailed)
            #expect(error?.message.contains("certificate verify failed") == true)
        }
    }

    @Test func `a certificate with another name is refused`() async throws {
        let error = try await Self.refusal { $0.host = "another.example.test" }
        #expect(error?.code == .tlsFailed)
    }

    @Test func `a file of authorities that is missing is named`() async throws {
        let error = try await Self.refusal { $0.rootCertificatePath = "/nonexistent/roots.pem" }
        #expect(error?.code == .tlsFailed)
        #expect(error?.message.contains("/nonexistent/roots.pem") == true)
        #expect(error?.message.contains("sslmode") == false)
    }

    @Test func `a port that nobody listens on is unreachable`() async throws {
        let relay = try TestRelay(to: nil)
        relay.cut()
        let error = try await Self.refusal { $0.port = relay.port }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("\(relay.port)") == true)
    }

    @Test func `a refused login keeps its SQLSTATE, message and hint`() async throws {
        var cluster = try await TestCluster.shared()
        cluster.password = "not-a-token"
        let refused = await #expect(throws: PostgresServerError.self) { try await cluster.connect() }
        let error = try #require(refused)
        #expect(error.sqlState.utf8.count == 5)
        #expect(error.message.hasPrefix("unable to accept connection"))
        #expect(error.isFatal)
        #expect(LibpqDriver().serverError(in: error) == error)
        #expect(!"\(error)\(String(reflecting: error))".contains("not-a-token"))
    }

    @Test func `an address that is none is refused`() async throws {
        for address in ["300.1.1.1", "127.0.0.1,127.0.0.1", "not an address"] {
            let error = try await Self.refusal { $0.address = address }
            #expect(error?.code == .unreachable)
        }
    }

    @Test func `a user with a zero byte is refused before anything is sent`() async throws {
        let error = try await Self.refusal {
            $0.user = "admin\u{0}x"
            $0.password = "token"
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("user") == true)
    }

    @Test func `a server that never answers is given up after the limit`() async throws {
        let relay = try TestRelay(to: nil)
        defer { relay.cut() }
        let clock = ContinuousClock()
        let start = clock.now
        let error = try await Self.refusal(connectTimeout: .milliseconds(300)) { $0.port = relay.port }
        #expect(error?.code == .connectTimedOut)
        #expect(clock.now - start >= .milliseconds(300))
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
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `given up at random moments, an attempt ends in a session or in its reason`() async throws {
        let cluster = try await TestCluster.shared()
        var outcomes: [String: Int] = [:]
        for round in 0..<120 {
            let isCancelled = round % 2 == 0
            let moment = Duration.microseconds(Int.random(in: 0...12_000))
            let task = Task {
                try await cluster.connect(connectTimeout: isCancelled ? .seconds(60) : max(moment, .microseconds(1)))
            }
            if isCancelled {
                try await Task.sleep(for: moment)
                task.cancel()
            }
            do {
                let connection = try await task.value
                #expect(try await connection.query("SELECT $1::int", [round])[0].decode(Int.self, at: 0) == round)
                await connection.close()
                outcomes["session", default: 0] += 1
            } catch is CancellationError {
                #expect(isCancelled)
                outcomes["cancelled", default: 0] += 1
            } catch let error as DSQLError {
                #expect(!isCancelled && error.code == .connectTimedOut)
                outcomes["timed out", default: 0] += 1
            }
        }
        #expect(outcomes["cancelled", default: 0] > 0 && outcomes["timed out", default: 0] > 0)
    }

    @Test func `TLS is negotiated directly where libpq can`() async throws {
        var cluster = try await TestCluster.shared()
        let relay = try TestRelay(to: cluster.port)
        defer { relay.cut() }
        cluster.port = relay.port
        await (try cluster.connect()).close()
        #expect(relay.firstBytes == [LibpqConnection.libpqVersion >= 170_000 ? 22 : 0])
    }

    @Test func `many connections are opened at once`() async throws {
        let cluster = try await TestCluster.shared()
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for n in 1...40 {
                group.addTask {
                    let connection = try await cluster.connect()
                    let result = try await connection.query("SELECT $1::int8", [n])
                    await connection.close()
                    return try result[0].decode(Int.self, at: 0)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 820)
    }

    /// A certificate authority of nobody's; its key was thrown away.
    static let otherAuthority = """
        -----BEGIN CERTIFICATE-----
        MIIBeTCCAR+gAwIBAgIUNuohEuJtglauVZJK60QQQgj+7ZAwCgYIKoZIzj0EAwIw
        ETEPMA0GA1UEAwwGbm9ib2R5MCAXDTI2MTEyMzAxNDExN1oYDzIxMjYxMDMwMDE0
        MTE3WjARMQ8wDQYDVQQDDAZub2JvZHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AAR6T9UW9aYQ+L9EeMmrOFPCCEDivCsnSb//Op75va053txB+MfHMwamiTua/HZE
        ces0KnvD1mWjH5dEeXnxpTECo1MwUTAdBgNVHQ4EFgQUi++SDYoHWz5/Bp3O5bk0
        Du+KCnYwHwYDVR0jBBgwFoAUi++SDYoHWz5/Bp3O5bk0Du+KCnYwDwYDVR0TAQH/
        BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEA/xoYUOKYzpogWHl9bGC08XHHUDn9
        qPW5To/1wafYWYkCIHqAPXDq4Km6rcxieR5rCt0aixw4Z/o3tXucIeWPM1LI
        -----END CERTIFICATE-----
        """
}
