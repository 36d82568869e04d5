/// The order in which the AWS CLI looks for credentials, and what leads from one source to the next.
package struct DefaultChain: Sendable {
    private let context: ProviderContext
    private let factories: ProviderFactories
    private let profile: String?
    private let usesRoleCache: Bool
    private let processAnswers = ProcessAnswers()

    /// Creates the order.
    ///
    /// - Parameters:
    ///   - profile: The profile that was passed in; a blank one counts as none.
    ///   - usesRoleCache: Whether the AWS CLI's cache of role credentials is read and written.
    ///   - context: The world outside.
    ///   - factories: Makes the providers.
    package init(
        profile: String?,
        usesRoleCache: Bool,
        context: ProviderContext,
        factories: ProviderFactories
    ) {
        self.profile = profile
        self.usesRoleCache = usesRoleCache
        self.context = context
        self.factories = factories
    }

    /// The chain; each search reads the environment and the files anew.
    package var chain: CredentialsProviderChain {
        CredentialsProviderChain { links() }
    }

    private func links() -> [CredentialsProviderChain.Link] {
        let world = World(
            chain: self,
            choice: ProfileName(argument: profile, environment: context.environment),
            configuration: LazySharedConfiguration(context)
        )
        let isNamed = world.choice.origin != .nobody
        var links: [CredentialsProviderChain.Link] = []
        func add(_ source: String, _ body: @escaping @Sendable () async throws -> Credentials) {
            links.append(
                CredentialsProviderChain.Link(source: source, provider: ClosureCredentialsProvider(body))
            )
        }
        if world.choice.origin != .argument {
            add("environment variables") {
                try await EnvironmentCredentialsProvider(environment: world.context.environment).credentials()
            }
        }
        if isNamed { add("profile \(Quoted(world.choice.name))") { try await world.profileCredentials() } }
        add("web identity") { try await world.webIdentityCredentials() }
        if !isNamed { add("profile \(Quoted(world.choice.name))") { try await world.profileCredentials() } }
        add("container") { try await world.factories.container(world.context).credentials() }
        add("instance metadata") {
            try await world.factories.instanceMetadata(world.context, try world.settings()).credentials()
        }
        return links
    }

    /// One search's view of the world.
    private struct World: Sendable {
        let chain: DefaultChain
        let choice: ProfileName
        let configuration: LazySharedConfiguration

        var context: ProviderContext { chain.context }
        var factories: ProviderFactories { chain.factories }

        func settings() throws(CredentialsError) -> ProviderSettings {
            let configuration = try configuration.get()
            return ProviderSettings(
                environment: context.environment,
                profileName: choice.name,
                profile: configuration.profiles[choice.name] ?? ConfigurationSection(),
                services: configuration.services
            )
        }

        private func builder() throws(CredentialsError) -> ProfileProviderBuilder {
            ProfileProviderBuilder(
                context: context,
                settings: try settings(),
                factories: factories,
                processAnswers: chain.processAnswers,
                roleCache: chain.usesRoleCache ? RoleCache(context: context) : nil
            )
        }

        func profileCredentials() async throws -> Credentials {
            let configuration = try configuration.get()
            do throws(CredentialsError) {
                guard try configuration.profile(choice) != nil else {
                    throw CredentialsError(.notConfigured, "There is no profile \(Quoted(choice.name)).")
                }
            } catch {
                // A variable that everybody on a machine inherits must not keep a container from its own credentials.
                guard case .environment = choice.origin, isHostedByEnvironment else { throw error }
                throw CredentialsError(.notConfigured, error.message, remedy: error.remedy)
            }
            let plan = try ProfilePlan.resolve(choice.name, in: configuration)
            return try await builder().provider(for: plan).credentials()
        }

        /// Whether a variable says that a container's or an instance's credentials are there to be asked for.
        private var isHostedByEnvironment: Bool {
            let environment = context.environment
            if environment.value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") != nil { return true }
            if environment.value("AWS_CONTAINER_CREDENTIALS_FULL_URI") != nil { return true }
            guard environment.value("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else { return false }
            return environment.value("AWS_EC2_METADATA_SERVICE_ENDPOINT") != nil
                || environment.value("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") != nil
        }

        func webIdentityCredentials() async throws -> Credentials {
            let environment = context.environment
            guard let file = environment.value("AWS_WEB_IDENTITY_TOKEN_FILE") else {
                throw CredentialsError(.notConfigured, "AWS_WEB_IDENTITY_TOKEN_FILE is not set.")
            }
            guard let arn = environment.value("AWS_ROLE_ARN") else {
                throw CredentialsError(
                    .incomplete,
                    "AWS_WEB_IDENTITY_TOKEN_FILE is set but AWS_ROLE_ARN is not.",
                    remedy: "Set both, or neither."
                )
            }
            let role = WebIdentityRole(
                arn: arn,
                tokenFile: file,
                sessionName: environment.value("AWS_ROLE_SESSION_NAME")
            )
            let plan = ProfilePlan(source: .webIdentity(role), sourceProfile: choice.name)
            return try await builder().provider(for: plan).credentials()
        }
    }
}
