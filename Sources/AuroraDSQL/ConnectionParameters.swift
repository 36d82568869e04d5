public import AuroraDSQLCredentials

/// Everything a driver needs to open one connection, but for the token.
///
/// ```swift
/// let address = parameters.hostAddress ?? parameters.endpoint.host
/// ```
public struct ConnectionParameters: Sendable, Hashable {
    /// The cluster: the host name that SNI and the certificate carry.
    public var endpoint: ClusterEndpoint
    /// The address to dial instead of looking the host up; the host stays what is verified.
    public var hostAddress: String?
    /// The port.
    public var port: Int
    /// The database user.
    public var user: String
    /// The database.
    public var database: String
    /// The application name, for the startup packet.
    public var applicationName: String
    /// The file with the root certificates to verify against.
    public var rootCertificatePath: String
    /// How long opening a connection may take, over all addresses together.
    public var connectTimeout: Duration
    /// The token to ask for.
    public var tokenRequest: AuthToken.Request

    /// Creates parameters from their parts.
    public init(
        endpoint: ClusterEndpoint,
        hostAddress: String? = nil,
        port: Int = 5432,
        user: String,
        database: String = "postgres",
        applicationName: String,
        rootCertificatePath: String,
        connectTimeout: Duration = .seconds(15),
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
