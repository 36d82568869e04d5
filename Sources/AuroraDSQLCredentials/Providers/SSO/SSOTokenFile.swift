import FoundationEssentials

/// The token that `aws sso login` leaves in `~/.aws/sso/cache`.
struct SSOTokenFile {
    /// The file.
    var path: String
    /// All that the file holds; what is not understood is kept when it is written back.
    var content: JSONValue
    /// The bearer token.
    var accessToken: String
    /// When the bearer token dies.
    var expiresAt: Date

    /// The name of the file: the SHA-1 hash of the session's name, or of the start URL in the legacy form.
    static func path(for source: SingleSignOnSource, home: String) -> String {
        "\(home)/.aws/sso/cache/\(LibcryptoProofs.sha1Hex(source.session ?? source.startURL)).json"
    }

    /// Reads the file.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/loginRequired`` where there is none, and
    ///   ``CredentialsError/Code/malformedResponse`` where it is not what `aws sso login` writes.
    init(path: String, files: any FileSystem, remedy: String) throws(CredentialsError) {
        guard let bytes = try files.read(path, limit: JSONValue.sizeLimit) else {
            throw CredentialsError(
                .loginRequired,
                "There is no SSO token: the file \(Quoted(path)) does not exist.",
                remedy: remedy
            )
        }
        guard let content = JSONValue(parsing: bytes), let token = content["accessToken"]?.text,
            let expiresAt = content["expiresAt"]?.text.flatMap(AWSTimestamp.parseCached)
        else {
            throw CredentialsError(
                .malformedResponse,
                "The SSO token file \(Quoted(path)) is not JSON with accessToken and expiresAt.",
                remedy: remedy
            )
        }
        self.path = path
        self.content = content
        accessToken = token
        self.expiresAt = expiresAt
    }

    /// What a refresh needs, where the file has it and the registration still holds.
    func refreshParts(at now: Date) -> (clientID: String, clientSecret: String, refreshToken: String)? {
        guard let id = content["clientId"]?.text, let secret = content["clientSecret"]?.text,
            let token = content["refreshToken"]?.text,
            let registration = content["registrationExpiresAt"]?.text.flatMap(AWSTimestamp.parseCached),
            registration > now
        else { return nil }
        return (id, secret, token)
    }

    /// Takes over what a refresh gave.
    mutating func update(accessToken: String, expiresAt: Date, refreshToken: String?) {
        self.accessToken = accessToken
        self.expiresAt = expiresAt
        content["accessToken"] = .string(accessToken)
        content["expiresAt"] = .string(AWSTimestamp.iso8601(expiresAt))
        if let refreshToken { content["refreshToken"] = .string(refreshToken) }
    }
}
