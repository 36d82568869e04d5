import Synchronization

/// What credential processes said without an expiration: such an answer holds for as long as the program runs.
final class ProcessAnswers: Sendable {
    // Few, and in a list: the type of a dictionary would have to be put together at run time, used or not.
    private let kept = Mutex<[Answer]>([])

    private struct Answer {
        let command: String
        let credentials: Credentials
    }

    /// Wraps the provider of a command, so that an answer without an expiration is not asked for again.
    func keeping(_ provider: any CredentialsProvider, command: String) -> any CredentialsProvider {
        ClosureCredentialsProvider { [self] in
            if let answer = kept.withLock({ $0.last { $0.command == command } }) { return answer.credentials }
            let credentials = try await provider.credentials()
            if credentials.expiration == nil {
                kept.withLock { $0.append(Answer(command: command, credentials: credentials)) }
            }
            return credentials
        }
    }
}
