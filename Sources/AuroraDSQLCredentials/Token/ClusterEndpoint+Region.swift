public import Logging

extension ClusterEndpoint {
    /// Completes a cluster ID or host name with the Region that is set up here.
    ///
    /// ```swift
    /// let endpoint = try await ClusterEndpoint.resolve("abcdefghijklmnopqrstuvwxyz", profile: "prod")
    /// ```
    ///
    /// The Region comes from the argument, then from the host name; for a bare cluster ID also from `AWS_REGION`,
    /// `AWS_DEFAULT_REGION`, the profile, and last from the instance this runs on. An empty one counts as none.
    ///
    /// - Parameters:
    ///   - text: A cluster ID or a host name.
    ///   - region: The Region, where it is known.
    ///   - profile: The profile to look in; by default `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, then `default`.
    ///   - logger: Where `debug` lines go; by default nowhere.
    /// - Throws: ``CredentialsError`` as ``init(_:region:)`` does, and for shared files that cannot be read;
    ///   `CancellationError`.
    public static func resolve(
        _ text: String,
        region: String? = nil,
        profile: String? = nil,
        logger: Logger? = nil
    ) async throws -> ClusterEndpoint {
        try await resolve(text, region: region, profile: profile, context: .live(logger: logger))
    }

    /// The same in a given world.
    package static func resolve(
        _ text: String,
        region: String?,
        profile: String?,
        context: ProviderContext
    ) async throws -> ClusterEndpoint {
        let isSaid =
            region?.trimmedOrNil != nil || context.environment.value("AWS_REGION") != nil
            || context.environment.value("AWS_DEFAULT_REGION") != nil
        guard !isSaid, case .clusterID = try ClusterHost(text) else {
            return try resolve(text, region: region, environment: context.environment)
        }
        if let region = try DefaultChain.profileRegion(profile: profile, context: context) {
            return try ClusterEndpoint(text, region: region.name)
        }
        return try ClusterEndpoint(text, region: try await instanceRegion(profile, context))
    }

    /// The Region of the instance, or `nil` where nobody answers: what is missing then is the Region, not the service.
    private static func instanceRegion(_ profile: String?, _ context: ProviderContext) async throws -> String? {
        let choice = ProfileName(argument: profile, environment: context.environment)
        let section = try SharedConfiguration.load(context).profiles[choice.name]
        let settings = InstanceMetadataSettings(profile: { section?[$0] })
        do {
            return try await InstanceMetadataRegion(settings: settings, context: context).region().name
        } catch let error as CredentialsError {
            context.logger.debug("No Region from instance metadata.", metadata: ["reason": "\(error.message)"])
            return nil
        }
    }
}
