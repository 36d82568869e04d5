import AuroraDSQLCredentials

/// Where the tool's tokens come from.
struct TokenSource: Sendable {
    private let settings: ConnectionSettings

    init(_ settings: ConnectionSettings) { self.settings = settings }

    /// Makes a token, and says on standard error when it lasts shorter than somebody asked for.
    func mint(action: AuthToken.Action? = nil) throws -> AuthToken {
        let chain = CredentialsSource.chain(profile: settings.profile)
        let token = try make(settings.isVerbose ? VerboseCredentials(chain: chain) : chain, action: action)
        if settings.isVerbose { try report(token) }
        if settings.isDurationAsked { try reportShortening(of: token) }
        return token
    }

    /// Makes another token beside a command, which has the terminal: nothing is asked there, and nothing said twice.
    func renew() throws -> AuthToken {
        try make(CredentialsSource.chain(profile: settings.profile, terminal: NoTerminal()), action: nil)
    }

    private func make(_ source: any CredentialsProvider, action: AuthToken.Action?) throws -> AuthToken {
        // Not cached: the chain's own files are the cache between two tokens.
        let provider = IAMTokenProvider(credentialsProvider: source)
        let request = AuthToken.Request(
            endpoint: settings.endpoint,
            user: settings.user,
            action: action,
            duration: settings.duration
        )
        return try InlineExecutor.run { try await provider.token(for: request) }
    }

    private func report(_ token: AuthToken) throws {
        let inspection = try TokenInspection(token.password)
        StandardError.say(
            "The token is for \(inspection.action.rawValue) on \(inspection.host) in \(inspection.region), user "
                + "\(Quoted(settings.user)), until \(AWSTimestamp.iso8601(inspection.expiration))."
        )
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
