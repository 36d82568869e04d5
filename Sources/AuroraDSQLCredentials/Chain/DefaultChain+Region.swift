extension DefaultChain {
    /// The Region of the chosen profile, for whoever has none from an argument, a host name or a variable.
    ///
    /// `nil` where the profile does not exist or names none. That a named profile is missing is left to the search for
    /// credentials to say.
    package static func profileRegion(
        profile: String?,
        context: ProviderContext
    ) throws(CredentialsError) -> Region? {
        let choice = ProfileName(argument: profile, environment: context.environment)
        let configuration = try SharedConfiguration.load(context)
        guard let section = configuration.profiles[choice.name] else { return nil }
        return try ProviderSettings(
            environment: Environment([:]),
            profileName: choice.name,
            profile: section
        ).region
    }
}
