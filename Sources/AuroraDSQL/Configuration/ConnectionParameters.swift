public import AuroraDSQLCredentials

/// Everything a driver needs to open one connection, but for the token.
///
/// ```swift
/// let address = parameters.hostAddress ?? parameters.endpoint.host
/// ```
public struct ConnectionParameters: Sendable, Hashable {
    /// The cluster: the host name that SNI and the certificate carry.
    public let endpoint: ClusterEndpoint
    /// The address to dial instead of looking the host up; the host stays what is verified.
    public let hostAddress: String?
    /// The port.
    public let port: Int
    /// The database user.
    public let user: String
    /// The database.
    public let database: String
    /// The application name, for the startup packet.
    public let applicationName: String
    /// The file with the root certificates to verify against.
    public let rootCertificatePath: String
    /// How long opening a connection may take, over all addresses together.
    public let connectTimeout: Duration
    /// The token to ask for.
    public let tokenRequest: AuthToken.Request

    /// Creates parameters from their parts.
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
