extension ProviderFactories {
    /// The package's own providers.
    package static var standard: ProviderFactories {
        // One session for all refreshes of a chain: it keeps the token of the metadata service and the last credentials.
        let session = InstanceMetadataSession()
        return ProviderFactories(
            signing: SigV4RequestSigner(),
            container: { ContainerCredentialsProvider(context: $0) },
            instanceMetadata: { context, settings in
                InstanceMetadataCredentialsProvider(
                    settings: InstanceMetadataSettings(profile: { settings.profile[$0] }),
                    context: context,
                    session: session
                )
            },
            process: { ProcessCredentialsProvider(command: $0, context: $1) }
        )
    }
}
