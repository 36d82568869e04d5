package import AuroraDSQL
package import AuroraDSQLCredentials

/// Where a driver's test connects to, and as whom; a test changes what it is about.
///
/// ```swift
/// var cluster = try await TestCluster.shared()
/// cluster.user = "reporting"
/// let connection = try await driver.connect(cluster.parameters(), password: cluster.token(), logger: logger)
/// ```
package struct TestCluster: Sendable {
    /// The name that is verified.
    package var host: String
    /// The address that is dialled.
    package var address: String?
    /// The port.
    package var port: Int
    /// The user.
    package var user = "admin"
    /// The file with the cluster's certificate authority.
    package var rootCertificatePath: String
    /// The text to log in with instead of a token.
    package var password: String?
    /// Where tokens come from.
    package var tokenProvider: any TokenProvider

    /// The cluster that all tests of this process share.
    package static func shared() async throws -> TestCluster { try await TestCluster(.shared()) }

    /// A view of a cluster.
    package init(_ cluster: LocalCluster) throws {
        host = try cluster.variable("PGHOST")
        address = try cluster.variable("PGHOSTADDR")
        port = Int(try cluster.variable("PGPORT")) ?? 0
        rootCertificatePath = try cluster.variable("PGSSLROOTCERT")
        tokenProvider = try cluster.tokenProvider
    }

    private static let region = "us-east-1"

    /// What a connection logs in with.
    package func token() async throws -> AuthToken {
        if let password { return AuthToken(password: password) }
        let endpoint = try ClusterEndpoint(host, region: Self.region)
        return try await tokenProvider.token(for: AuthToken.Request(endpoint: endpoint, user: user))
    }

    /// What a driver connects with.
    package func parameters(connectTimeout: Duration = .seconds(60)) throws -> ConnectionParameters {
        let endpoint = try ClusterEndpoint(host, region: Self.region)
        return ConnectionParameters(
            endpoint: endpoint,
            hostAddress: address,
            port: port,
            user: user,
            database: "postgres",
            applicationName: "aurora-dsql-swift-test/1",
            rootCertificatePath: rootCertificatePath,
            connectTimeout: connectTimeout,
            tokenRequest: AuthToken.Request(endpoint: endpoint, user: user)
        )
    }

    /// What a client is made with.
    package var configuration: ConnectionConfiguration {
        ConnectionConfiguration(
            host: host,
            hostAddress: address,
            port: port,
            user: user,
            region: Self.region,
            rootCertificatePath: rootCertificatePath,
            connectTimeout: .seconds(60)
        )
    }
}
