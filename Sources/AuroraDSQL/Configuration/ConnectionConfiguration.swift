/// How to reach a cluster, and as whom.
///
/// ```swift
/// var configuration = ConnectionConfiguration(host: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws")
/// configuration.user = "reporting"
/// configuration.tokenDuration = .seconds(60)
/// ```
///
/// * A plain value: nothing is checked before ``resolve(driver:)``, which a client does when it is made.
/// * An optional text that is empty counts as not given.
/// * Neither `PGHOST` nor another `PG*` environment variable is read. `AWS_REGION` and `AWS_DEFAULT_REGION` are, for a
///   bare cluster ID alone, and `SSL_CERT_FILE`.
/// * TLS is no setting: the server is always verified in full, and no password exists.
public struct ConnectionConfiguration: Sendable, Hashable {
    /// The cluster: its 26-character ID, or a host name.
    public var host: String
    /// The IP address to dial instead of looking ``host`` up, for a tunnel or a VPC endpoint; the server is verified
    /// as ``host`` all the same.
    public var hostAddress: String?
    /// The port, 1 to 65535; 5432 by default.
    public var port: Int
    /// The database user; `admin` by default.
    ///
    /// `admin` needs the permission `dsql:DbConnectAdmin`, all others
    /// `dsql:DbConnect`.
    public var user: String
    /// The database; `postgres` by default, the only one a cluster has.
    public var database: String
    /// The AWS Region; by default the one in ``host``, which it must not contradict.
    public var region: String?
    /// The AWS profile whose credentials sign the tokens; by default what the credential chain finds.
    public var profile: String?
    /// How long a token is good for logging in with: whole seconds, 1 second to 7 days; 15 minutes by default.
    public var tokenDuration: Duration
    /// The name of the ORM or framework above, put before the application name with a colon.
    public var ormPrefix: String?
    /// How often a transaction that met a conflict is tried again, 0 to 100; `nil`, the default, means never.
    public var occMaxRetries: Int?
    /// A PEM file with the certificate authorities to trust; by default `SSL_CERT_FILE`, else the system's.
    ///
    /// `system` means the default.
    public var rootCertificatePath: String?
    /// The application name; by default `aurora-dsql-swift-<driver>/<version>`.
    public var applicationName: String?
    /// How long opening a connection may take over all its addresses: more than 0, a day at most; 15 seconds by
    /// default.
    public var connectTimeout: Duration?

    /// Creates a configuration.
    public init(
        host: String,
        hostAddress: String? = nil,
        port: Int = Self.defaultPort,
        user: String = Self.defaultUser,
        database: String = Self.defaultDatabase,
        region: String? = nil,
        profile: String? = nil,
        tokenDuration: Duration = .seconds(900),
        ormPrefix: String? = nil,
        occMaxRetries: Int? = nil,
        rootCertificatePath: String? = nil,
        applicationName: String? = nil,
        connectTimeout: Duration? = nil
    ) {
        self.host = host
        self.hostAddress = hostAddress
        self.port = port
        self.user = user
        self.database = database
        self.region = region
        self.profile = profile
        self.tokenDuration = tokenDuration
        self.ormPrefix = ormPrefix
        self.occMaxRetries = occMaxRetries
        self.rootCertificatePath = rootCertificatePath
        self.applicationName = applicationName
        self.connectTimeout = connectTimeout
    }

    /// The port where none is given: 5432.
    public static let defaultPort = 5432
    /// The user where none is given: `admin`.
    public static let defaultUser = "admin"
    /// The database where none is given: `postgres`.
    public static let defaultDatabase = "postgres"
    /// The limit for opening a connection where none is given: 15 seconds.
    public static let defaultConnectTimeout: Duration = .seconds(15)
}
