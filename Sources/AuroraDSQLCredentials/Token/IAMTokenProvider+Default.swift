public import Logging

extension IAMTokenProvider {
    /// Creates a provider that finds its credentials as the AWS CLI does, and keeps them fresh.
    ///
    /// ```swift
    /// let provider = IAMTokenProvider(profile: "prod")
    /// ```
    ///
    /// - Parameters:
    ///   - profile: The profile to use; by default what ``CredentialsProviderChain/default(profile:logger:)`` finds.
    ///   - logger: Where `debug` lines go, and a `warning` when a refresh failed while the old credentials are still
    ///     good; by default nowhere. No line holds a secret.
    public init(profile: String? = nil, logger: Logger? = nil) {
        let logger = logger ?? Logger(label: "AuroraDSQLCredentials") { _ in SwiftLogNoOpLogHandler() }
        let chain = CredentialsProviderChain.default(profile: profile, logger: logger)
        self.init(credentialsProvider: CachingCredentialsProvider(chain, logger: logger), logger: logger)
    }
}

extension TokenProvider where Self == IAMTokenProvider {
    /// Tokens signed with the credentials that the AWS CLI would find.
    ///
    /// ```swift
    /// let tokens: any TokenProvider = .iam(profile: "prod")
    /// ```
    public static func iam(profile: String? = nil, logger: Logger? = nil) -> IAMTokenProvider {
        IAMTokenProvider(profile: profile, logger: logger)
    }
}
