import AuroraDSQLCredentials
import TestSupport

extension ProviderFactories {
    /// The package's own providers, with a signer whose marks a fixture can expect without a signature.
    static var fixtures: ProviderFactories {
        var factories = ProviderFactories.standard
        factories.signing = MarkingRequestSigner()
        return factories
    }
}
