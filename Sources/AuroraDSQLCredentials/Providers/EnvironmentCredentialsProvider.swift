/// A provider of the credentials in the environment variables of AWS.
///
/// ```swift
/// let credentials = try await EnvironmentCredentialsProvider().credentials()
/// ```
///
/// Reads `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and where they are set `AWS_SESSION_TOKEN`,
/// `AWS_CREDENTIAL_EXPIRATION` (ISO 8601) and `AWS_ACCOUNT_ID`, at each call. A blank value counts as unset. With
/// neither key the source is not configured; with one of the two it throws ``CredentialsError/Code/incomplete``.
///
/// Source: "Environment variables support" in the AWS SDKs and Tools Reference Guide.
public struct EnvironmentCredentialsProvider: CredentialsProvider {
    private let environment: Environment

    /// Creates a provider that reads this process's environment.
    public init() { self.init(environment: .process) }

    package init(environment: Environment) { self.environment = environment }

    /// Reads the variables.
    public func credentials() async throws(CredentialsError) -> Credentials {
        let key = environment.value("AWS_ACCESS_KEY_ID")
        let secret = environment.value("AWS_SECRET_ACCESS_KEY")
        switch (key, secret) {
        case (nil, nil):
            throw CredentialsError(.notConfigured, "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.")
        case (nil, _): throw incomplete(present: "AWS_SECRET_ACCESS_KEY", missing: "AWS_ACCESS_KEY_ID")
        case (_, nil): throw incomplete(present: "AWS_ACCESS_KEY_ID", missing: "AWS_SECRET_ACCESS_KEY")
        case (let key?, let secret?):
            return Credentials(
                accessKeyID: key,
                secretAccessKey: secret,
                sessionToken: environment.value("AWS_SESSION_TOKEN"),
                expiration: try AWSTimestamp.expiration(
                    environment.value("AWS_CREDENTIAL_EXPIRATION"),
                    named: "AWS_CREDENTIAL_EXPIRATION"
                ),
                accountID: environment.value("AWS_ACCOUNT_ID")
            )
        }
    }

    private func incomplete(present: String, missing: String) -> CredentialsError {
        CredentialsError(.incomplete, "\(present) is set but \(missing) is not.", remedy: "Set both, or neither.")
    }
}
