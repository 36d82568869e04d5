/// The Region that an EC2 instance is in, from its metadata service.
///
/// ```swift
/// let region = try await InstanceMetadataRegion(context: context).region()
/// ```
package struct InstanceMetadataRegion: Sendable {
    private let settings: InstanceMetadataSettings
    private let session: InstanceMetadataSession
    private let context: ProviderContext

    /// Creates a look-up with the settings of a profile; a shared session spares a token.
    package init(
        settings: InstanceMetadataSettings = InstanceMetadataSettings(),
        context: ProviderContext,
        session: InstanceMetadataSession = InstanceMetadataSession()
    ) {
        self.settings = settings
        self.context = context
        self.session = session
    }

    /// Asks the metadata service.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/notConfigured`` where there is none.
    package func region() async throws -> Region {
        let configuration = try InstanceMetadataConfiguration(settings, environment: context.environment)
        let client = InstanceMetadataClient(configuration: configuration, session: session, context: context)
        let response = try await client.get("/latest/meta-data/placement/region")
        guard response.status == 200 else {
            throw CredentialsError(.notConfigured, "\(client.source) names no Region.")
        }
        do {
            return try Region(String(decoding: response.body, as: UTF8.self).trimmedOrNil ?? "")
        } catch {
            throw CredentialsError(
                .malformedResponse,
                "\(client.source) names a Region that cannot be one.",
                cause: error
            )
        }
    }
}
