import AuroraDSQLCredentials
import TestSupport

extension ProviderFactories {
    /// The providers that the cases run with.
    static let fixtures = ProviderFactories(
        signing: MarkingRequestSigner(),
        container: { _ in AbsentProvider(name: "container") },
        instanceMetadata: { _, _ in AbsentProvider(name: "instance metadata") },
        process: { _, _ in AbsentProvider(name: "process") }
    )
}

/// A source that is not set up.
private struct AbsentProvider: CredentialsProvider {
    let name: String

    func credentials() async throws -> Credentials {
        throw CredentialsError(.notConfigured, "There is no \(name) here.")
    }
}
