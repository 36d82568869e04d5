/// The values that are the same for each connection.
enum FixedSettings {
    /// Beneath a file: nothing can ever be there.
    private static let absentFile = "/dev/null/absent"

    static func values(version: Int) -> [String: String] {
        [
            "passfile": absentFile,
            "fallback_application_name": "",
            "client_encoding": "UTF8",
            "options": "",
            "replication": "",
            "target_session_attrs": "any",
            "load_balance_hosts": "disable",
            "min_protocol_version": "3.0",
            "max_protocol_version": "3.0",
            // The limit is ours, over all addresses; libpq's own only holds for blocking calls.
            "connect_timeout": "0",
            "sslmode": "verify-full",
            "sslnegotiation": version >= 170_000 ? "direct" : "",
            "sslcert": absentFile,
            "sslkey": absentFile,
            "sslcertmode": "disable",
            "sslpassword": "",
            "sslcrl": absentFile,
            "sslcrldir": "",
            "sslsni": "1",
            "sslcompression": "0",
            "sslkeylogfile": "",
            "ssl_min_protocol_version": "TLSv1.2",
            "ssl_max_protocol_version": "",
            "require_auth": "password",
            "channel_binding": "disable",
            "requirepeer": "",
            "gssencmode": "disable",
            "gssdelegation": "0",
            "gsslib": "",
            "krbsrvname": "postgres",
        ]
    }
}
