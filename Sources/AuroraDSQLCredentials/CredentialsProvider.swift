/// A source of AWS credentials.
///
/// ```swift
/// struct VaultCredentialsProvider: CredentialsProvider {
///     func credentials() async throws -> Credentials {
///         let lease = try await vault.lease("aws/creds/dsql")
///         return Credentials(accessKeyID: lease.key, secretAccessKey: lease.secret, expiration: lease.end)
///     }
/// }
/// ```
///
/// A provider resolves anew each time it is asked: wrap it in ``CachingCredentialsProvider`` to keep what it found.
/// It throws ``CredentialsError`` with the code ``CredentialsError/Code/notConfigured`` when it has nothing to work
/// with here (a chain then asks the next one), and any other error when it is set up but failed (a chain then stops).
/// It should return promptly when its task is cancelled.
public protocol CredentialsProvider: Sendable {
    /// Resolves credentials.
    func credentials() async throws -> Credentials
}
