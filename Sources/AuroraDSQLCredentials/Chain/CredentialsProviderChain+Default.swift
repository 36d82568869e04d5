public import Logging

extension CredentialsProviderChain {
    /// The order in which the AWS CLI looks for credentials.
    ///
    /// ```swift
    /// let credentials = try await CredentialsProviderChain.default(profile: "prod").credentials()
    /// ```
    ///
    /// Environment variables, a profile that was named (here, or by `AWS_PROFILE`), web identity, the profile
    /// `default`, the container's agent, instance metadata. A profile named here skips the environment variables. Each
    /// call searches anew: wrap the chain in ``CachingCredentialsProvider`` to keep what it finds.
    ///
    /// - Parameters:
    ///   - profile: The profile to use; a blank one counts as none.
    ///   - logger: Where `debug` lines go; by default nowhere. No line holds a secret.
    ///
    /// Source: "Standardized credential providers" in the AWS SDKs and Tools Reference Guide.
    public static func `default`(profile: String? = nil, logger: Logger? = nil) -> CredentialsProviderChain {
        .default(profile: profile, usesRoleCache: false, context: .live(logger: logger))
    }

    /// The same in a given world, with the AWS CLI's cache of role credentials or without.
    package static func `default`(
        profile: String?,
        usesRoleCache: Bool,
        context: ProviderContext
    ) -> CredentialsProviderChain {
        DefaultChain(profile: profile, usesRoleCache: usesRoleCache, context: context, factories: .standard).chain
    }
}
