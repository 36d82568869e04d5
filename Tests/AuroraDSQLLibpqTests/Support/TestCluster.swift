import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Foundation
import Logging

/// The server the tests of the driver run against.
struct TestCluster: Sendable {
    var host = "localhost"
    var address: String? = "127.0.0.1"
    var port: Int
    var user = "admin"
    var rootCertificatePath: String
    var password: String

    static func shared() async throws -> TestCluster {
        let environment = ProcessInfo.processInfo.environment
        return TestCluster(
            port: Int(environment["LIBPQ_TEST_PORT"] ?? "55433") ?? 0,
            rootCertificatePath: environment["LIBPQ_TEST_CA"] ?? "/tmp/libpq/pg/ca.crt",
            password: "secret-token"
        )
    }

    func token() async throws -> AuthToken { AuthToken(password: password) }

    func parameters(connectTimeout: Duration = .seconds(60)) throws -> ConnectionParameters {
        let endpoint = try ClusterEndpoint(host, region: "us-east-1")
        return ConnectionParameters(
            endpoint: endpoint,
            hostAddress: address,
            port: port,
            user: user,
            database: "postgres",
            applicationName: "aurora-dsql-swift-libpq/test",
            rootCertificatePath: rootCertificatePath,
            connectTimeout: connectTimeout,
            tokenRequest: AuthToken.Request(endpoint: endpoint, user: user)
        )
    }

    /// Opens a connection.
    func connect(
        _ options: LibpqOptions = LibpqOptions(),
        connectTimeout: Duration = .seconds(60),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) async throws -> LibpqConnection {
        try await LibpqDriver(options: options).connect(
            parameters(connectTimeout: connectTimeout), password: token(), logger: logger
        )
    }
}

/// Lends a connection to the shared server.
func withConnection<Value>(
    _ options: LibpqOptions = LibpqOptions(),
    _ body: (LibpqConnection) async throws -> Value
) async throws -> Value {
    let connection = try await TestCluster.shared().connect(options)
    let value: Value
    do { value = try await body(connection) } catch {
        await connection.close()
        throw error
    }
    await connection.close()
    return value
}
