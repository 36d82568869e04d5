import AuroraDSQLCredentials

extension Connector {
    /// Asks for a token, and gives up on a provider that takes longer than any caller would wait.
    func token() async throws(Failure) -> AuthToken {
        let token: AuthToken?
        do {
            token = try await tokenInTime()
        } catch {
            throw unavailable("\(error)", error)
        }
        guard let token else { throw unavailable("the provider took longer than \(tokenTimeout).", nil) }
        guard !token.password.isEmpty else { throw unavailable("the provider returned an empty token.", nil) }
        return token
    }

    private func tokenInTime() async throws -> AuthToken? {
        let deadline = clock.now() + tokenTimeout
        return try await withThrowingTaskGroup(of: AuthToken?.self) { group in
            // At once: a token that is at hand is there before the limit would have to be waited for.
            group.addImmediateTask { try await tokenProvider.token(for: parameters.tokenRequest) }
            group.addTask {
                try await clock.sleepUntil(deadline)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
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
