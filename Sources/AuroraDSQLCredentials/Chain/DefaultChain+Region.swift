extension DefaultChain {
    /// The Region of the chosen profile, for whoever has none from an argument, a host name or a variable.
    ///
    /// `nil` where the profile does not exist or names none. One that was passed in and is missing is an error: to say
    /// that the Region is missing would hide the mistake.
    package static func profileRegion(
        profile: String?,
        context: ProviderContext
    ) throws(CredentialsError) -> Region? {
        let choice = ProfileName(argument: profile, environment: context.environment)
        let configuration = try SharedConfiguration.load(context)
        if choice.origin == .argument { _ = try configuration.profile(choice) }
        guard let section = configuration.profiles[choice.name] else { return nil }
        return try ProviderSettings(
            environment: Environment([:]),
            profileName: choice.name,
            profile: section
        ).region
    }
}
