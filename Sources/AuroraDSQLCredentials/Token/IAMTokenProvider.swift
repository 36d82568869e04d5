import FoundationEssentials
public import Logging

/// A provider that signs each token with AWS credentials.
///
/// ```swift
/// let provider = IAMTokenProvider(credentialsProvider: EnvironmentCredentialsProvider())
/// let endpoint = try ClusterEndpoint("abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws")
/// let token = try await provider.token(for: AuthToken.Request(endpoint: endpoint, user: "admin"))
/// connect(password: token.password)
/// ```
///
/// * Each call asks `credentialsProvider` and signs a new token; nothing but the signing key is kept. Copies of a
///   provider share it.
/// * The request is checked before anything is asked or signed.
/// * A token never outlives its credentials. When they would expire first, a provider that can is asked for newer ones;
///   if those expire first too, the token is shortened to the whole seconds left, which is logged at `debug`.
/// * It throws ``CredentialsError`` with ``CredentialsError/Code/invalidValue`` for a user or a duration that cannot be
///   (`duration` is 1 second to 7 days, in whole seconds), ``CredentialsError/Code/expired`` for credentials with less
///   than a second left, ``CredentialsError/Code/invalidConfiguration`` for credentials that cannot sign, and whatever
///   the credentials provider throws, `CancellationError` included.
///
/// Source: "Authentication and authorization for Aurora DSQL" in the Amazon Aurora DSQL User Guide.
public struct IAMTokenProvider: TokenProvider {
    private let credentialsProvider: any CredentialsProvider
    private let logger: Logger
    private let clock: ProviderClock
    private let signer = SigV4Signer()

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - credentialsProvider: What signs the tokens, asked once for each.
    ///   - logger: Where `debug` lines go; by default nowhere. No line holds a secret.
    public init(
        credentialsProvider: any CredentialsProvider,
        logger: Logger = Logger(label: "AuroraDSQLCredentials") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.init(credentialsProvider: credentialsProvider, logger: logger, clock: .system)
    }

    package init(credentialsProvider: any CredentialsProvider, logger: Logger, clock: ProviderClock) {
        self.credentialsProvider = credentialsProvider
        self.logger = logger
        self.clock = clock
    }

    /// Signs a token.
    public func token(for request: AuthToken.Request) async throws -> AuthToken {
        try IAMTokenProvider.check(user: request.user)
        let asked = try TokenLifetime.seconds(request.duration)
        let credentials = try await credentials(for: asked)
        let now = clock.now()
        guard let seconds = TokenLifetime.limit(asked, signedAt: now, expiration: credentials.expiration) else {
            throw IAMTokenProvider.expired(credentials)
        }
        if seconds < asked {
            logger.debug(
                "The token is shortened, since the credentials expire before it would.",
                metadata: [
                    "dsql.host": "\(request.endpoint.host)",
                    "dsql.token.asked": "\(asked)",
                    "dsql.token.seconds": "\(seconds)",
                ]
            )
        }
        return try signer.presignedToken(
            host: request.endpoint.host,
            action: request.action,
            region: request.endpoint.region,
            credentials: credentials,
            date: now,
            expiresIn: seconds
        )
    }

    /// Credentials that last as long as the token where they can be had.
    private func credentials(for seconds: Int) async throws -> Credentials {
        let found = try await credentialsProvider.credentials()
        let now = clock.now()
        // The cast comes last: it costs as much as half a token.
        guard !TokenLifetime.isCovered(seconds, signedAt: now, expiration: found.expiration),
            let provider = credentialsProvider as? any RefreshingCredentialsProvider
        else { return found }
        do {
            return try await provider.credentials(outliving: now + Double(seconds))
        } catch let error where IAMTokenProvider.isWorthGoingOn(after: error) && !found.isExpired(at: clock.now()) {
            logger.debug(
                "The credentials could not be refreshed and are used for the time they have left.",
                // The kind alone: what a provider of somebody else's says may hold anything.
                metadata: ["error": "\((error as? CredentialsError)?.code.description ?? "\(type(of: error))")"]
            )
            return found
        }
    }

    /// Whether a shorter token is better than none: always, unless nobody waits for it any more.
    private static func isWorthGoingOn(after error: any Error) -> Bool {
        !(error is CancellationError) && !Task.isCancelled
    }

    private static func check(user: String) throws(CredentialsError) {
        guard !user.isEmpty else {
            throw CredentialsError(.invalidValue, "The database user is empty.", remedy: "Give one, such as admin.")
        }
        guard !user.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            throw CredentialsError(
                .invalidValue,
                "The database user \(Quoted(user)) holds a control character.",
                remedy: "Give the name as the database has it."
            )
        }
    }

    private static func expired(_ credentials: Credentials) -> CredentialsError {
        let time = credentials.expiration.map { " at \(AWSTimestamp.iso8601($0))" } ?? ""
        return CredentialsError(
            .expired,
            "The credentials of \(Quoted(credentials.accessKeyID)) expired\(time), or have less than a second left.",
            remedy: "Get new ones where they come from, such as by aws sso login, and check this machine's clock."
        )
    }
}
