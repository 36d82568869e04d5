extension ProviderFactories {
    /// The package's own providers.
    package static var standard: ProviderFactories {
        ProviderFactories(
            signing: SigV4RequestSigner(),
            container: { ContainerCredentialsProvider(context: $0) },
            instanceMetadata: { context, settings in
                InstanceMetadataCredentialsProvider(
                    settings: InstanceMetadataSettings(profile: { settings.profile[$0] }),
                    context: context
                )
            },
            process: { ProcessCredentialsProvider(command: $0, context: $1) }
        )
    }
}
