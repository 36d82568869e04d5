/// A provider that assumes a role with a token from a file, which something else keeps fresh.
package struct WebIdentityCredentialsProvider: CredentialsProvider {
    /// The longest token that is read: STS takes 20,000 characters.
    private static let tokenLimit = 65_536

    private let role: WebIdentityRole
    private let client: STSClient
    private let context: ProviderContext
    private let cache: RoleCache?

    init(_ role: WebIdentityRole, client: STSClient, context: ProviderContext, cache: RoleCache?) {
        self.role = role
        self.client = client
        self.context = context
        self.cache = cache
    }

    /// Reads the token, anew each time, and exchanges it.
    package func credentials() async throws -> Credentials {
        let key = RoleCache.key(for: role)
        if let cached = cache?.read(key) { return cached }
        let token = try readToken()
        let answer = try await client.send(
            .assumeRole(role, sessionName: role.sessionName ?? client.defaultSessionName, token: token),
            signedWith: nil,
            role: role.arn,
            region: role.region,
            secrets: [token]
        )
        cache?.write(answer, key: key)
        return answer.credentials
    }

    private func readToken() throws(CredentialsError) -> String {
        let path = ConfigurationPaths.expanded(
            role.tokenFile,
            environment: context.environment,
            files: context.files
        )
        guard let bytes = try context.files.read(path, limit: WebIdentityCredentialsProvider.tokenLimit) else {
            throw CredentialsError(
                .fileUnreadable,
                "The web identity token file \(Quoted(path)) does not exist.",
                remedy: "Check web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE."
            )
        }
        guard let token = String(validating: bytes, as: UTF8.self)?.trimmedOrNil else {
            throw CredentialsError(.fileUnreadable, "The web identity token file \(Quoted(path)) holds no token.")
        }
        return token
    }
}
