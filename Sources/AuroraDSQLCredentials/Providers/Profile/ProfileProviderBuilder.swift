/// Turns a plan into the providers that carry it out.
struct ProfileProviderBuilder {
    var context: ProviderContext
    var settings: ProviderSettings
    var factories: ProviderFactories
    var processAnswers: ProcessAnswers
    /// The AWS CLI's cache, where it is to be used.
    var roleCache: RoleCache?

    /// The provider of a plan's last credentials.
    func provider(for plan: ProfilePlan) -> any CredentialsProvider {
        let client = STSClient(context: context, settings: settings, signing: factories.signing)
        return plan.roles.reduce(source(of: plan, client: client)) { source, role in
            AssumeRoleCredentialsProvider(role, source: source, client: client, context: context, cache: roleCache)
        }
    }

    private func source(of plan: ProfilePlan, client: STSClient) -> any CredentialsProvider {
        switch plan.source {
        case .keys(let credentials):
            return StaticCredentialsProvider(credentials)
        case .webIdentity(let role):
            return WebIdentityCredentialsProvider(role, client: client, context: context, cache: roleCache)
        case .singleSignOn(let source):
            return SSOCredentialsProvider(source, profile: plan.sourceProfile, context: context, settings: settings)
        case .login(let session):
            return LoginCredentialsProvider(
                session: session,
                profile: plan.sourceProfile,
                context: context,
                settings: settings
            )
        case .process(let command):
            return processAnswers.keeping(factories.process(command, context), command: command)
        case .external(let source):
            let provider: any CredentialsProvider =
                switch source {
                case .environment: EnvironmentCredentialsProvider(environment: context.environment)
                case .ec2InstanceMetadata: factories.instanceMetadata(context, settings)
                case .ecsContainer: factories.container(context)
                }
            return demanded(provider, by: source, profile: plan.sourceProfile)
        }
    }

    /// A source that a profile names outright is set up by that: when it has nothing, something is broken.
    private func demanded(
        _ provider: any CredentialsProvider,
        by source: ProfilePlan.CredentialSource,
        profile: String
    ) -> any CredentialsProvider {
        ClosureCredentialsProvider {
            do {
                return try await provider.credentials()
            } catch let error as CredentialsError where error.code == .notConfigured {
                throw CredentialsError(
                    .invalidConfiguration,
                    "credential_source of the profile \(Quoted(profile)) is \(source.rawValue), "
                        + "but that source has nothing: \(error.message)",
                    remedy: error.remedy,
                    cause: error
                )
            }
        }
    }
}
