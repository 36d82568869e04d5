public import AuroraDSQLCredentials

/// What a driver opens a connection with: every setting checked and complete.
///
/// ```swift
/// let parameters = try ConnectionConfiguration(host: host).resolve(driver: "mydriver")
/// dial(parameters.hostAddress ?? parameters.endpoint.host, parameters.port)
/// ```
///
/// Made by ``ConnectionConfiguration/resolve(driver:)``. It cannot be changed, so that the host and the user a token is
/// signed for are the ones that are dialled. A driver verifies the server's certificate against ``endpoint`` and
/// ``rootCertificatePath``, takes TLS 1.2 or later, and sends the password over nothing else.
public struct ConnectionParameters: Sendable, Hashable {
    /// The cluster: its host is what the TLS server name and the certificate must be.
    public let endpoint: ClusterEndpoint
    /// The IP address to dial instead of looking the host up.
    public let hostAddress: String?
    /// The port to dial.
    public let port: Int
    /// The database user.
    public let user: String
    /// The database.
    public let database: String
    /// The application name, which belongs in the startup packet: DSQL does not see it later.
    public let applicationName: String
    /// The PEM file with the certificate authorities to trust.
    public let rootCertificatePath: String
    /// The time limit for opening a connection, over all addresses.
    public let connectTimeout: Duration
    /// What to ask a ``/AuroraDSQLCredentials/TokenProvider`` for, anew for each connection.
    public let tokenRequest: AuthToken.Request

    package init(
        endpoint: ClusterEndpoint,
        hostAddress: String?,
        port: Int,
        user: String,
        database: String,
        applicationName: String,
        rootCertificatePath: String,
        connectTimeout: Duration,
        tokenRequest: AuthToken.Request
    ) {
        self.endpoint = endpoint
        self.hostAddress = hostAddress
        self.port = port
        self.user = user
        self.database = database
        self.applicationName = applicationName
        self.rootCertificatePath = rootCertificatePath
        self.connectTimeout = connectTimeout
        self.tokenRequest = tokenRequest
    }
}
