/// Makes the providers that a chain or a profile asks for by kind.
package struct ProviderFactories: Sendable {
    /// Signs requests to STS.
    package var signing: any RequestSigning
    /// Makes the provider of a container's credentials.
    package var container: @Sendable (ProviderContext) -> any CredentialsProvider
    /// Makes the provider of an EC2 instance's credentials.
    package var instanceMetadata: @Sendable (ProviderContext, ProviderSettings) -> any CredentialsProvider
    /// Makes the provider of a command's credentials.
    package var process: @Sendable (_ command: String, ProviderContext) -> any CredentialsProvider

    /// Creates factories.
    package init(
        signing: any RequestSigning,
        container: @escaping @Sendable (ProviderContext) -> any CredentialsProvider,
        instanceMetadata: @escaping @Sendable (ProviderContext, ProviderSettings) -> any CredentialsProvider,
        process: @escaping @Sendable (_ command: String, ProviderContext) -> any CredentialsProvider
    ) {
        self.signing = signing
        self.container = container
        self.instanceMetadata = instanceMetadata
        self.process = process
    }
}
