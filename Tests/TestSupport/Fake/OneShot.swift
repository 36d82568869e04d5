import Synchronization

/// One wait that whoever comes first ends.
final class OneShot: Sendable {
    private struct State {
        var isFired = false
        var continuation: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Ends the wait, now or when it begins.
    func fire() {
        let continuation = state.withLock { state in
            state.isFired = true
            return state.continuation.take()
        }
        continuation?.resume()
    }

    /// Waits, whatever becomes of the task.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isFired = state.withLock { state in
                if !state.isFired { state.continuation = continuation }
                return state.isFired
            }
            if isFired { continuation.resume() }
        }
    }
}
