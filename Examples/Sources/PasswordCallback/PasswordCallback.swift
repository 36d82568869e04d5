import AuroraDSQLCredentials

func passwordCallback(host: String, user: String) throws -> @Sendable () async throws -> String {
    let request = AuthToken.Request(endpoint: try ClusterEndpoint(host), user: user)
    let provider = IAMTokenProvider()
    return { try await provider.token(for: request).password }
}
