import AuroraDSQL
import AuroraDSQLCredentials

/// A setting whose value is the connection's own, by libpq's keyword.
enum OwnSetting: String, Sendable {
    case host, hostaddr, port, user, password, dbname, sslrootcert, keepalives
    case applicationName = "application_name"
    case keepalivesIdle = "keepalives_idle"
    case keepalivesInterval = "keepalives_interval"
    case keepalivesCount = "keepalives_count"
    case tcpUserTimeout = "tcp_user_timeout"

    /// The value for a connection.
    func value(
        _ parameters: ConnectionParameters,
        _ password: AuthToken,
        _ address: String,
        _ options: LibpqOptions
    ) -> String {
        switch self {
        case .host: parameters.endpoint.host
        case .hostaddr: address
        case .port: String(parameters.port)
        case .user: parameters.user
        case .password: password.password
        case .dbname: parameters.database
        case .applicationName: parameters.applicationName
        // A file of this name, not libpq's word for the system's store, which verifies by other rules.
        case .sslrootcert: parameters.rootCertificatePath == "system" ? "./system" : parameters.rootCertificatePath
        case .keepalives: options.keepalives ? "1" : "0"
        case .keepalivesIdle: String(options.keepalivesIdle.components.seconds)
        case .keepalivesInterval: String(options.keepalivesInterval.components.seconds)
        case .keepalivesCount: String(options.keepalivesCount)
        case .tcpUserTimeout: Self.milliseconds(options.tcpUserTimeout)
        }
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return String(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
