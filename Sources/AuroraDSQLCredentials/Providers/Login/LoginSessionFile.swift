import FoundationEssentials

/// The session that `aws login` leaves in `~/.aws/login/cache`.
struct LoginSessionFile {
    /// The file.
    var path: String
    /// All that the file holds; what is not understood is kept when it is written back.
    var content: JSONValue
    /// The credentials it holds, with their end.
    var credentials: Credentials
    /// What a refresh needs.
    var clientID: String
    /// What a refresh needs; a secret.
    var refreshToken: String
    /// The private key in PEM; a secret.
    var key: String

    /// Where a session's file lies: `AWS_LOGIN_CACHE_DIRECTORY` or `~/.aws/login/cache`, under the SHA-256 hash of its
    /// name.
    static func path(for session: String, context: ProviderContext) throws(CredentialsError) -> String {
        let name = "\(LibcryptoProofs.sha256Hex(session)).json"
        if let folder = context.environment.value("AWS_LOGIN_CACHE_DIRECTORY") {
            let expanded = ConfigurationPaths.expanded(folder, environment: context.environment, files: context.files)
            return "\(expanded)/\(name)"
        }
        guard let home = ConfigurationPaths(environment: context.environment, files: context.files).home else {
            throw CredentialsError(
                .invalidConfiguration,
                "The login session cannot be looked for: there is no home directory.",
                remedy: "Set HOME or AWS_LOGIN_CACHE_DIRECTORY."
            )
        }
        return "\(home)/.aws/login/cache/\(name)"
    }

    /// Reads the file.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/loginRequired`` where there is none, and
    ///   ``CredentialsError/Code/malformedResponse`` where it is not what `aws login` writes.
    init(path: String, session: String, files: any FileSystem, remedy: String) throws(CredentialsError) {
        guard let bytes = try files.read(path, limit: JSONValue.sizeLimit) else {
            throw CredentialsError(
                .loginRequired,
                "The login session \(Quoted(session)) is not there: the file \(Quoted(path)) does not exist.",
                remedy: remedy
            )
        }
        var missing: [String] = []
        let content = JSONValue(parsing: bytes) ?? .null
        func text(_ names: String...) -> String {
            let value = names.reduce(Optional(content)) { $0?[$1] }?.text
            if value == nil { missing.append(names.joined(separator: ".")) }
            return value ?? ""
        }
        let expiration = AWSTimestamp.parseCached(text("accessToken", "expiresAt"))
        credentials = Credentials(
            accessKeyID: text("accessToken", "accessKeyId"),
            secretAccessKey: text("accessToken", "secretAccessKey"),
            sessionToken: text("accessToken", "sessionToken"),
            expiration: expiration,
            accountID: content["accessToken"]?["accountId"]?.text
        )
        clientID = text("clientId")
        refreshToken = text("refreshToken")
        key = text("dpopKey")
        guard missing.isEmpty, expiration != nil else {
            let lack = missing.isEmpty ? "a date in accessToken.expiresAt" : missing.joined(separator: ", ")
            throw CredentialsError(
                .malformedResponse,
                "The login session's file \(Quoted(path)) lacks \(lack).",
                remedy: remedy
            )
        }
        self.path = path
        self.content = content
    }

    /// Takes over what a refresh gave.
    mutating func update(_ credentials: Credentials, expiration: Date, refreshToken: String) {
        self.credentials = credentials
        self.refreshToken = refreshToken
        var part = content["accessToken"] ?? .object([:])
        part["accessKeyId"] = .string(credentials.accessKeyID)
        part["secretAccessKey"] = .string(credentials.secretAccessKey)
        part["sessionToken"] = .string(credentials.sessionToken ?? "")
        part["expiresAt"] = .string(AWSTimestamp.iso8601(expiration))
        content["accessToken"] = part
        content["refreshToken"] = .string(refreshToken)
    }
}
