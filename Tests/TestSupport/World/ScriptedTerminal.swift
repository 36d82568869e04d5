import AuroraDSQLCredentials
import Synchronization

/// A person at a terminal with answers prepared, or no terminal at all.
package final class ScriptedTerminal: Terminal {
    private let answers: Mutex<[String]?>
    private let asked = Mutex<[String]>([])

    /// Creates a terminal; `nil` is none.
    package init(answers: [String]? = nil) { self.answers = Mutex(answers) }

    /// The questions so far.
    package var prompts: [String] { asked.withLock { $0 } }

    package func ask(_ prompt: String) async throws -> String {
        asked.withLock { $0.append(prompt) }
        let answer = answers.withLock { answers -> String? in
            guard let first = answers?.first else { return nil }
            answers?.removeFirst()
            return first
        }
        guard let answer else { throw CredentialsError(.loginRequired, "There is no terminal to ask on.") }
        return answer
    }
}
