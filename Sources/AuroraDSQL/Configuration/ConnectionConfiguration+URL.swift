extension ConnectionConfiguration {
    /// Reads a connection URL.
    ///
    /// ```swift
    /// let configuration = try ConnectionConfiguration(
    ///     url: "postgres://reporting@abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws/postgres?tokenDurationSecs=60"
    /// )
    /// ```
    ///
    /// * The scheme is `postgres` or `postgresql`, in any case; the host must be there; user, database and values are
    ///   percent-decoded, and a plus sign is a plus sign.
    /// * Parameters: `application_name`, `connect_timeout` (seconds), `hostaddr`, `occMaxRetries`, `ormPrefix`,
    ///   `profile`, `region`, `sslmode` (only `verify-full`), `sslnegotiation` (only `direct`), `sslrootcert`,
    ///   `tokenDurationSecs` (seconds).
    /// * A password, and a parameter that is unknown, given twice or without a value, is an error.
    ///
    /// - Throws: ``DSQLError`` with the code ``DSQLError/Code/invalidConfiguration``, which repeats no part of the URL
    ///   that may belong to a password.
    public init(url: String) throws(DSQLError) {
        let parts = try ConnectionURL(url)
        guard let host = parts.host else {
            throw DSQLError(
                .invalidConfiguration,
                "The connection URL names no host.",
                remedy: "Write postgres://<user>@<host>/<database>."
            )
        }
        self.init(
            host: host,
            hostAddress: parts.hostAddress,
            port: parts.port ?? Self.defaultPort,
            user: parts.user ?? Self.defaultUser,
            database: parts.database ?? Self.defaultDatabase,
            region: parts.region,
            profile: parts.profile,
            tokenDuration: parts.tokenDuration ?? .seconds(900),
            ormPrefix: parts.ormPrefix,
            occMaxRetries: parts.occMaxRetries,
            rootCertificatePath: parts.rootCertificatePath,
            applicationName: parts.applicationName,
            connectTimeout: parts.connectTimeout
        )
    }
}
