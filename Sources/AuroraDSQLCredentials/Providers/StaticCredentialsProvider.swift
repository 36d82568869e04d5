/// A provider of credentials that the program already has.
///
/// ```swift
/// let provider = StaticCredentialsProvider(Credentials(accessKeyID: key, secretAccessKey: secret))
/// ```
public struct StaticCredentialsProvider: CredentialsProvider {
    private let value: Credentials

    /// Creates a provider of the given credentials.
    public init(_ credentials: Credentials) { value = credentials }

    /// Returns the credentials it was made with.
    public func credentials() async throws(CredentialsError) -> Credentials { value }
}
