import AuroraDSQLCredentials

extension Connector {
    /// Asks for a token, and gives up on a provider that takes longer than any caller would wait.
    func token() async throws(Failure) -> AuthToken {
        let token: AuthToken?
        do {
            token = try await TimeLimitedTokenProvider(base: tokenProvider, limit: tokenTimeout, clock: clock)
                .token(for: parameters.tokenRequest)
        } catch {
            throw unavailable("\(error)", error)
        }
        guard let token else { throw unavailable("the provider took longer than \(tokenTimeout).", nil) }
        guard !token.password.isEmpty else { throw unavailable("the provider returned an empty token.", nil) }
        return token
    }

    private func unavailable(_ reason: String, _ cause: (any Error)?) -> Failure {
        Failure(
            error: DSQLError(
                .tokenUnavailable,
                "No token could be had for the user \(Quoted(parameters.user)) of \(parameters.endpoint.host): \(reason)",
                cause: cause
            ),
            disposition: .permanent
        )
    }
}
