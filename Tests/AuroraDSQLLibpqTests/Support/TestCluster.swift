import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Foundation
import Logging

/// Where the tests of the driver connect to, and as whom; a test changes what it is about.
struct TestCluster: Sendable {
    var host: String
    var address: String?
    var port: Int
    var user = "admin"
    var rootCertificatePath: String
    /// The text to log in with instead of a token.
    var password: String?
    private let credentials: Credentials

    static func shared() async throws -> TestCluster {
        let cluster = try await LocalCluster.shared()
        return TestCluster(
            host: try cluster.variable("PGHOST"),
            address: try cluster.variable("PGHOSTADDR"),
            port: Int(try cluster.variable("PGPORT")) ?? 0,
            rootCertificatePath: try cluster.variable("PGSSLROOTCERT"),
            credentials: Credentials(
                accessKeyID: try cluster.variable("AWS_ACCESS_KEY_ID"),
                secretAccessKey: try cluster.variable("AWS_SECRET_ACCESS_KEY")
            )
        )
    }

    private init(
        host: String,
        address: String,
        port: Int,
        rootCertificatePath: String,
        credentials: Credentials
    ) {
        self.host = host
        self.address = address
        self.port = port
        self.rootCertificatePath = rootCertificatePath
        self.credentials = credentials
    }

    /// Where the cluster's tokens come from.
    var tokenProvider: IAMTokenProvider {
        IAMTokenProvider(credentialsProvider: StaticCredentialsProvider(credentials))
    }

    /// What a connection logs in with.
    func token() async throws -> AuthToken {
        if let password { return AuthToken(password: password) }
        let endpoint = try ClusterEndpoint(host, region: "us-east-1")
        return try await tokenProvider.token(for: AuthToken.Request(endpoint: endpoint, user: user))
    }

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
            parameters(connectTimeout: connectTimeout),
            password: token(),
            logger: logger
        )
    }
}

/// Lends a connection to the shared cluster.
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

/// Lends a table of a name of its own; the cluster has no temporary ones.
func withTable<Value>(
    _ columns: String,
    on connection: LibpqConnection,
    _ body: (String) async throws -> Value
) async throws -> Value {
    let name = "t_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await connection.execute("CREATE TABLE \(name) (\(columns))")
    let value: Value
    do { value = try await body(name) } catch {
        _ = try? await connection.execute("DROP TABLE \(name)")
        throw error
    }
    try await connection.execute("DROP TABLE \(name)")
    return value
}
