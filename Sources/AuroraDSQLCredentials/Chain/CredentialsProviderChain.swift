/// A provider that asks others in order.
///
/// ```swift
/// let chain = CredentialsProviderChain([
///     ("the vault", VaultCredentialsProvider()),
///     ("environment variables", EnvironmentCredentialsProvider()),
/// ])
/// let credentials = try await chain.credentials()
/// ```
///
/// A provider that throws ``CredentialsError/Code/notConfigured`` has nothing to work with here, and the next one is
/// asked. Any other error means that it is set up and broken: it ends the search, with the provider's name in front.
/// When all have nothing, the error has the code ``CredentialsError/Code/notConfigured`` and lists what each one said.
/// A chain keeps nothing: wrap it in ``CachingCredentialsProvider``.
public struct CredentialsProviderChain: CredentialsProvider {
    /// A provider and what it is called.
    struct Link: Sendable {
        let source: String
        let provider: any CredentialsProvider
    }

    /// Made anew for each search, so that a search sees one state of the files.
    private let makeLinks: @Sendable () -> [Link]

    /// Creates a chain of providers, each with the name that errors and summaries call it.
    public init(_ providers: [(source: String, provider: any CredentialsProvider)]) {
        let links = providers.map { Link(source: $0.source, provider: $0.provider) }
        self.init { links }
    }

    init(makeLinks: @escaping @Sendable () -> [Link]) { self.makeLinks = makeLinks }

    /// Returns the credentials of the first provider that has some.
    public func credentials() async throws -> Credentials { try await search().credentials() }

    /// Searches, and says what each provider said.
    package func search() async -> CredentialsSearch {
        var search = CredentialsSearch()
        for link in makeLinks() {
            guard search.isOpen else {
                search.attempts.append(CredentialsSearch.Attempt(source: link.source, outcome: .notAsked))
                continue
            }
            do {
                search.provided(try await link.provider.credentials(), by: link.source)
            } catch {
                search.failed(error, at: link.source)
            }
        }
        return search
    }
}
