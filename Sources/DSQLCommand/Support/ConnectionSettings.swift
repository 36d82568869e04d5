import AuroraDSQL
import AuroraDSQLCredentials

/// Where to log in, as whom and with what: options, URL, environment and defaults settled into one value.
struct ConnectionSettings: Sendable {
    let endpoint: ClusterEndpoint
    /// The address to dial, where one was given outright.
    let hostAddress: String?
    let port: Int
    let user: String
    let database: String
    let applicationName: String
    /// The limit for connecting in seconds, where the URL gave one.
    let connectTimeout: Int64?
    /// The file of CA certificates that the URL names.
    let certificateFile: String?
    let profile: String?
    /// How long the token should last.
    let duration: Duration
    /// Whether somebody asked for this duration, and should hear that they did not get it.
    let isDurationAsked: Bool
    /// Whether to say how the token comes about.
    let isVerbose: Bool
}

extension ConnectionSettings {
    /// The file of CA certificates to verify the server with: the URL's, `PGSSLROOTCERT`, `SSL_CERT_FILE`, the
    /// system's.
    func rootCertificates() throws -> String {
        let bundle = CABundle(environment: .tool, isReadable: POSIX.isReadableFile)
        return try bundle.path(explicit: certificateFile, variables: ["PGSSLROOTCERT", "SSL_CERT_FILE"])
    }

    /// The environment of a child that logs in with a token made now.
    func childEnvironment(_ extras: ChildExtras = .none) throws -> ChildEnvironment {
        // Before the token: nothing is signed that nobody can use.
        let certificates = try rootCertificates()
        return childEnvironment(.token(try TokenSource(self).mint()), rootCertificates: certificates, extras)
    }

    /// The environment of a child with a password that is there.
    func childEnvironment(
        _ password: ChildPassword,
        rootCertificates: String,
        _ extras: ChildExtras
    ) -> ChildEnvironment {
        ChildEnvironment(
            self,
            password: password,
            rootCertificates: rootCertificates,
            minimumProtocol: POSIX.repairedVariable("PGSSLMINPROTOCOLVERSION"),
            extras: extras
        )
    }
}
