import AuroraDSQLCredentials

func mintToken(host: String, user: String) async throws -> AuthToken {
    let endpoint = try ClusterEndpoint(host)
    let provider = IAMTokenProvider()
    return try await provider.token(for: AuthToken.Request(endpoint: endpoint, user: user))
}
