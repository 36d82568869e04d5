import Synchronization

/// A stream of actions for one reader, which cancellation does not end.
///
/// An `AsyncStream` stops when its reader's task is cancelled; a pool that is told to stop by cancellation has connections
/// to close after that.
final class ActionQueue<Action: Sendable>: Sendable {
    private struct State {
        var actions: [Action] = []
        var reader: CheckedContinuation<[Action]?, Never>?
        var isFinished = false
    }

    private let state = Mutex(State())

    /// How many actions wait for the reader.
    var count: Int { state.withLock { $0.actions.count } }

    /// Adds actions at the end.
    func push(_ new: [Action]) {
        let reader = state.withLock { state -> CheckedContinuation<[Action]?, Never>? in
            guard let reader = state.reader else {
                state.actions += new
                return nil
            }
            state.reader = nil
            return reader
        }
        reader?.resume(returning: new)
    }

    /// Ends the stream after the actions that are there.
    func finish() {
        let reader = state.withLock { state in
            state.isFinished = true
            return state.reader.take()
        }
        reader?.resume(returning: nil)
    }

    /// The actions that have come since the last call; `nil` at the end.
    func next() async -> [Action]? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> [Action]?? in
                if !state.actions.isEmpty {
                    defer { state.actions = [] }
                    return .some(state.actions)
                }
                if state.isFinished { return .some(nil) }
                state.reader = continuation
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }
}
