public import Logging

/// A provider of the credentials of an EC2 instance's role, from its metadata service (IMDSv2).
///
/// ```swift
/// let credentials = try await InstanceMetadataCredentialsProvider().credentials()
/// ```
///
/// The service is asked at `http://169.254.169.254`, or as `AWS_EC2_METADATA_SERVICE_ENDPOINT` and
/// `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` (`IPv4`, `IPv6`) say, with a session token, never through a proxy. Where it
/// refuses a token (403, 404, 405) or gives no answer it is asked without one, unless `AWS_EC2_METADATA_V1_DISABLED` is
/// `true`. The role is the one that the service names, or `AWS_EC2_INSTANCE_PROFILE_NAME`. Each try has one second
/// (`AWS_METADATA_SERVICE_TIMEOUT`); a silent service is asked once (`AWS_METADATA_SERVICE_NUM_ATTEMPTS`), a busy one
/// three times. `AWS_EC2_METADATA_DISABLED` turns the source off.
///
/// Expired credentials are returned as they are, and the last ones again while the service cannot be reached: the
/// instance goes on with them where AWS still takes them. Check ``Credentials/isExpired(at:)`` before signing.
/// Throws ``CredentialsError`` with ``CredentialsError/Code/notConfigured`` where there is no such service or no role.
///
/// Source: "IMDS credential provider" in the AWS SDKs and Tools Reference Guide.
public struct InstanceMetadataCredentialsProvider: CredentialsProvider {
    private typealias Family = InstanceMetadataSession.Family

    /// A role may be replaced while it is asked for; more often than this it is not.
    private static let rounds = 4

    private let settings: InstanceMetadataSettings
    private let session: InstanceMetadataSession
    private let context: ProviderContext

    /// Creates a provider that reads this process's environment.
    ///
    /// - Parameter instanceProfileName: The role to ask for, instead of the one that the service names.
    public init(instanceProfileName: String? = nil, logger: Logger? = nil) {
        var settings = InstanceMetadataSettings()
        settings.explicitRole = instanceProfileName
        self.init(settings: settings, context: .live(logger: logger))
    }

    package init(
        settings: InstanceMetadataSettings,
        context: ProviderContext,
        session: InstanceMetadataSession = InstanceMetadataSession()
    ) {
        self.settings = settings
        self.context = context
        self.session = session
    }

    /// Asks the metadata service.
    public func credentials() async throws -> Credentials {
        let configuration = try InstanceMetadataConfiguration(settings, environment: context.environment)
        let client = InstanceMetadataClient(configuration: configuration, session: session, context: context)
        do {
            let found = try await ask(client)
            session.update { $0.credentials = found }
            if found.isExpired(at: context.clock.now()) {
                context.logger.debug("The instance metadata service gave credentials that have expired.")
            }
            return found
        } catch let error as CredentialsError where error.code == .unreachable || error.code == .timedOut {
            guard let last = session.current.credentials else { throw error }
            context.logger.debug("The instance metadata service cannot be reached; its last credentials are used.")
            return last
        }
    }

    private func ask(_ client: InstanceMetadataClient) async throws -> Credentials {
        for _ in 0..<Self.rounds {
            let role = try await role(client)
            let family = session.current.family
            let response = try await client.get(family.rawValue + role)
            if response.status == 200 { return try read(response, from: client.source) }
            guard client.configuration.role != nil else {
                // The role was replaced since it was named.
                session.update { $0.role = nil }
                continue
            }
            guard family == .extended else {
                session.update { $0.family = .extended }
                throw CredentialsError(
                    .invalidConfiguration,
                    "\(client.source) has no role of the name \(Quoted(role)).",
                    remedy: "Correct AWS_EC2_INSTANCE_PROFILE_NAME or ec2_instance_profile_name, or remove it."
                )
            }
            session.update { $0.family = .legacy }
        }
        throw CredentialsError(.malformedResponse, "\(client.source) names roles that it then does not have.")
    }

    /// The role to ask for: the one that was set, the one that was found before, or the one that the service names.
    private func role(_ client: InstanceMetadataClient) async throws -> String {
        if let role = client.configuration.role ?? session.current.role { return role }
        var response = try await client.get(session.current.family.rawValue)
        if response.status == 404, session.current.family == .extended {
            session.update { $0.family = .legacy }
            response = try await client.get(Family.legacy.rawValue)
        }
        let lines = String(decoding: response.body, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard response.status == 200, let line = lines.first?.description.trimmedOrNil else {
            session.update { $0.family = .extended }
            throw CredentialsError(
                .notConfigured,
                "The instance has no role.",
                remedy: "Attach an instance profile to it."
            )
        }
        guard InstanceMetadataConfiguration.isRole(line) else {
            throw CredentialsError(.malformedResponse, "\(client.source) names a role that cannot be one.")
        }
        session.update { $0.role = line }
        return line
    }

    private func read(_ response: HTTPResponse, from source: String) throws(CredentialsError) -> Credentials {
        let answer = try CredentialsAnswer(parsing: response.body, from: source)
        let code = try answer.required("Code")
        guard code == "Success" else {
            let message = answer.text("Message").map { ": " + Redaction([]).apply(to: $0) } ?? ""
            throw CredentialsError(.refused, "\(source) answered with the code \(Quoted(code))\(message).")
        }
        return try answer.temporaryCredentials()
    }
}
