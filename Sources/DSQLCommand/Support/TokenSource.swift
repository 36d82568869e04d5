import AuroraDSQLCredentials

/// Where the tool's tokens come from.
struct TokenSource: Sendable {
    /// A token and what it says of itself.
    struct Minted: Sendable {
        let token: AuthToken
        /// When it expires: ISO 8601.
        let expiration: String
    }

    private let settings: ConnectionSettings
    init(_ settings: ConnectionSettings) { self.settings = settings }
    func token(action: AuthToken.Action? = nil) throws -> Minted {
        let c = try InlineExecutor.run { try await EnvironmentCredentialsProvider(environment: .tool).credentials() }
        return Minted(token: AuthToken(password: c.accessKeyID), expiration: "")
    }
}
