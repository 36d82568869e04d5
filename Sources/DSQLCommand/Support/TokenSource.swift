import AuroraDSQLCredentials

/// Where the tool's tokens come from.
struct TokenSource: Sendable {
    private let settings: ConnectionSettings

    init(_ settings: ConnectionSettings) { self.settings = settings }

    /// Makes a token, and says on standard error when it lasts shorter than somebody asked for.
    func mint(action: AuthToken.Action? = nil) throws -> AuthToken {
        // Not cached: one token is made, and the chain's own files are the cache between two runs.
        let provider = IAMTokenProvider(credentialsProvider: CredentialsSource.chain(profile: settings.profile))
        let request = AuthToken.Request(
            endpoint: settings.endpoint,
            user: settings.user,
            action: action,
            duration: settings.duration
        )
        let token = try InlineExecutor.run { try await provider.token(for: request) }
        if settings.isDurationAsked { try reportShortening(of: token) }
        return token
    }

    private func reportShortening(of token: AuthToken) throws {
        let inspection = try TokenInspection(token.password)
        let asked = settings.duration.components.seconds
        guard inspection.seconds < asked else { return }
        StandardError.say(
            "The token lasts \(inspection.seconds) seconds instead of \(asked), until "
                + "\(AWSTimestamp.iso8601(inspection.expiration)): its credentials expire then."
        )
    }
}
