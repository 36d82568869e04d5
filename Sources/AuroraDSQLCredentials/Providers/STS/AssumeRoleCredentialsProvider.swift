/// A provider that assumes a role with the credentials of another provider.
package struct AssumeRoleCredentialsProvider: CredentialsProvider {
    private let role: AssumedRole
    private let source: any CredentialsProvider
    private let client: STSClient
    private let context: ProviderContext
    private let cache: RoleCache?

    init(
        _ role: AssumedRole,
        source: any CredentialsProvider,
        client: STSClient,
        context: ProviderContext,
        cache: RoleCache?
    ) {
        self.role = role
        self.source = source
        self.client = client
        self.context = context
        self.cache = cache
    }

    /// Assumes the role; asks for the MFA code first where the profile names a device.
    package func credentials() async throws -> Credentials {
        let key = RoleCache.key(for: role)
        if let cached = cache?.read(key) { return cached }
        let source = try await source.credentials()
        guard !source.isExpired(at: context.clock.now()) else {
            throw CredentialsError(
                .expired,
                "The credentials that are to assume the role \(Quoted(role.arn)) have expired.",
                remedy: "Renew them."
            )
        }
        var tokenCode: String?
        if let serial = role.mfaSerial {
            tokenCode = try await context.terminal.ask("Enter MFA code for \(serial): ").trimmedOrNil
            guard tokenCode != nil else {
                throw CredentialsError(
                    .loginRequired,
                    "No MFA code was typed for \(Quoted(serial)), which the role \(Quoted(role.arn)) demands."
                )
            }
        }
        let answer = try await client.send(
            .assumeRole(role, sessionName: role.sessionName ?? client.defaultSessionName, tokenCode: tokenCode),
            signedWith: source,
            role: role.arn,
            region: role.region,
            secrets: [tokenCode, role.externalID]
        )
        cache?.write(answer, key: key)
        return answer.credentials
    }
}
