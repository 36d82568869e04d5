import AuroraDSQLCredentials
import FoundationEssentials

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

    /// Makes a token.
    func mint(action: AuthToken.Action? = nil) throws -> Minted {
        if let profile = settings.profile {
            throw CredentialsError(
                .invalidConfiguration,
                "The profile \(Quoted(profile)) cannot be used: this build takes credentials from the environment only.",
                remedy: "Leave --profile out and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            )
        }
        let credentials = try InlineExecutor.run {
            try await EnvironmentCredentialsProvider(environment: .tool).credentials()
        }
        let now = Date()
        guard !credentials.isExpired(at: now) else {
            throw CredentialsError(.expired, "The credentials have expired.", remedy: "Get new ones.")
        }
        let asked = Int(settings.duration.components.seconds)
        let left = credentials.expiration.map { Int($0.timeIntervalSince(now)) } ?? asked
        let seconds = min(asked, max(left, 1))
        if seconds < asked, settings.isDurationAsked {
            StandardError.say("The token lasts \(seconds) seconds instead of \(asked): the credentials expire then.")
        }
        let token = try SigV4Signer().presignedToken(
            host: settings.endpoint.host,
            action: action ?? AuthToken.Action(user: settings.user),
            region: settings.endpoint.region,
            credentials: credentials,
            date: now,
            expiresIn: seconds
        )
        return Minted(token: token, expiration: AWSTimestamp.iso8601(now + Double(seconds)))
    }
}
