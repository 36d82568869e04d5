import Synchronization

/// What credential processes said without an expiration: such an answer holds for as long as the program runs.
final class ProcessAnswers: Sendable {
    private let kept = Mutex<[String: Credentials]>([:])

    /// Wraps the provider of a command, so that an answer without an expiration is not asked for again.
    func keeping(_ provider: any CredentialsProvider, command: String) -> any CredentialsProvider {
        ClosureCredentialsProvider { [self] in
            if let answer = kept.withLock({ $0[command] }) { return answer }
            let answer = try await provider.credentials()
            if answer.expiration == nil { kept.withLock { $0[command] = answer } }
            return answer
        }
    }
}
