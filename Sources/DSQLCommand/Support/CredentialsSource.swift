import AuroraDSQLCredentials

/// Where the tool's credentials come from: what the AWS CLI would find, its cache of role credentials included.
enum CredentialsSource {
    /// The world outside, as the tool sees it.
    static var context: ProviderContext {
        var context = ProviderContext.live()
        context.environment = .tool
        return context
    }

    /// The chain for a profile, or for none.
    static func chain(profile: String?, terminal: (any Terminal)? = nil) -> CredentialsProviderChain {
        var context = context
        if let terminal { context.terminal = terminal }
        return .default(profile: profile, usesRoleCache: true, context: context)
    }
}
