package import AuroraDSQLCredentials
import Synchronization

/// A provider that answers from a list, the last answer for ever, and waits while its gate is closed.
package final class ScriptedCredentialsProvider: CredentialsProvider {
    private struct State {
        var answers: [Result<Credentials, any Error>]
        var calls = 0
        var isOpen: Bool
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Creates a provider; a closed gate holds every call back until ``open()``.
    package init(_ answers: [Result<Credentials, any Error>], isOpen: Bool = true) {
        state = Mutex(State(answers: answers, isOpen: isOpen))
    }

    /// How often it was asked.
    package var calls: Int { state.withLock { $0.calls } }

    /// Lets all calls through, those that wait and those to come.
    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        waiting.forEach { $0.resume() }
    }

    /// Holds calls back again.
    package func close() { state.withLock { $0.isOpen = false } }

    package func credentials() async throws -> Credentials {
        let answer = state.withLock { state -> Result<Credentials, any Error> in
            state.calls += 1
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
        }
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        return try answer.get()
    }
}
