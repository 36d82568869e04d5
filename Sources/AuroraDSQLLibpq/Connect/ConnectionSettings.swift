package import AuroraDSQL
package import AuroraDSQLCredentials

/// Every keyword of a connection, set outright.
///
/// libpq fills what is left open from the environment, a service file and `~/.postgresql`. So nothing is left open: a
/// keyword that has no use here is set to nothing, and a file that must not be read is one that cannot exist.
package struct ConnectionSettings: Sendable {
    /// Beneath a file: nothing can ever be there.
    private static let absentFile = "/dev/null/absent"
    /// What names a service; it cannot be overruled, only made harmless by setting everything else.
    private static let serviceKeywords: Set<String> = ["service", "servicefile"]

    private let values: [String: String]
    /// Those with a value, in libpq's order.
    private let keywords: [String]

    /// Settles the value of every keyword.
    ///
    /// - Parameters:
    ///   - address: The address to dial.
    ///   - known: The keywords of the libpq that runs, with what the environment would make of them.
    ///   - version: The version of the libpq that runs.
    package init(
        _ parameters: ConnectionParameters,
        password: AuthToken,
        address: String,
        options: LibpqOptions,
        known: [Libpq.Setting],
        version: Int
    ) {
        var values = Dictionary(
            uniqueKeysWithValues: Self.identity(parameters, password, address)
                + Self.security(parameters, version: version) + Self.transport(options)
        )
        var keywords: [String] = []
        keywords.reserveCapacity(known.count)
        for setting in known where !Self.serviceKeywords.contains(setting.keyword) {
            if values[setting.keyword] == nil {
                guard setting.value != setting.builtIn else { continue }
                // A keyword of a later libpq, which the environment would set.
                values[setting.keyword] = setting.builtIn ?? ""
            }
            keywords.append(setting.keyword)
        }
        self.values = values
        self.keywords = keywords
    }

    private static func identity(
        _ parameters: ConnectionParameters,
        _ password: AuthToken,
        _ address: String
    ) -> [(String, String)] {
        [
            ("host", parameters.endpoint.host),
            ("hostaddr", address),
            ("port", String(parameters.port)),
            ("user", parameters.user),
            ("password", password.password),
            ("passfile", absentFile),
            ("dbname", parameters.database),
            ("application_name", parameters.applicationName),
            ("fallback_application_name", ""),
            ("client_encoding", "UTF8"),
            ("options", ""),
            ("replication", ""),
            ("target_session_attrs", "any"),
            ("load_balance_hosts", "disable"),
            ("min_protocol_version", "3.0"),
            ("max_protocol_version", "3.0"),
        ]
    }

    private static func security(_ parameters: ConnectionParameters, version: Int) -> [(String, String)] {
        let root = parameters.rootCertificatePath
        return [
            ("sslmode", "verify-full"),
            ("sslnegotiation", version >= 170_000 ? "direct" : ""),
            // A file of this name, not libpq's word for the system's store, which verifies by other rules.
            ("sslrootcert", root == "system" ? "./system" : root),
            ("sslcert", absentFile),
            ("sslkey", absentFile),
            ("sslcertmode", "disable"),
            ("sslpassword", ""),
            ("sslcrl", absentFile),
            ("sslcrldir", ""),
            ("sslsni", "1"),
            ("sslcompression", "0"),
            ("sslkeylogfile", ""),
            ("ssl_min_protocol_version", "TLSv1.2"),
            ("ssl_max_protocol_version", ""),
            ("require_auth", "password"),
            ("channel_binding", "disable"),
            ("requirepeer", ""),
            ("gssencmode", "disable"),
            ("gssdelegation", "0"),
            ("gsslib", ""),
            ("krbsrvname", "postgres"),
        ]
    }

    private static func transport(_ options: LibpqOptions) -> [(String, String)] {
        let timeout = options.tcpUserTimeout.components
        return [
            // The limit is ours, over all addresses; libpq's own only holds for blocking calls.
            ("connect_timeout", "0"),
            ("keepalives", options.keepalives ? "1" : "0"),
            ("keepalives_idle", String(options.keepalivesIdle.components.seconds)),
            ("keepalives_interval", String(options.keepalivesInterval.components.seconds)),
            ("keepalives_count", String(options.keepalivesCount)),
            ("tcp_user_timeout", String(timeout.seconds * 1000 + timeout.attoseconds / 1_000_000_000_000_000)),
        ]
    }

    /// The settings as a connection string, the one form in which libpq takes an empty value for an answer.
    ///
    /// It holds the password.
    package var conninfo: String {
        var text = ""
        text.reserveCapacity(4096)
        for keyword in keywords {
            if !text.isEmpty { text += " " }
            text += keyword
            text += "='"
            Self.append(values[keyword] ?? "", to: &text)
            text += "'"
        }
        return text
    }

    private static func append(_ value: String, to text: inout String) {
        let isPlain = !value.utf8.contains { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "'") }
        guard !isPlain else { return text += value }
        // By scalar: a quote with a combining mark behind it is one character, and still a quote to libpq.
        for scalar in value.unicodeScalars {
            if scalar == "\\" || scalar == "'" { text.unicodeScalars.append("\\") }
            text.unicodeScalars.append(scalar)
        }
    }

    /// A keyword whose value holds a zero byte, at which libpq would stop reading.
    package var keywordWithZeroByte: String? {
        keywords.first { values[$0]?.holdsZeroByte == true }
    }

    /// A keyword that libpq took from elsewhere after all.
    package func stray(in actual: [Libpq.Setting]) -> String? {
        actual.first { setting in
            guard !Self.serviceKeywords.contains(setting.keyword) else { return false }
            let value = setting.value ?? ""
            if let wanted = values[setting.keyword] { return value != wanted }
            return !value.isEmpty && value != setting.builtIn
        }?.keyword
    }
}
