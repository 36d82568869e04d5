import Synchronization

/// A door that calls wait at until a test opens it, or until they are cancelled.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var nextID = 0
        var waiting: [Int: OneShot] = [:]
    }

    private let state = Mutex(State())

    /// Creates a closed gate.
    package init() {}

    /// How many wait.
    package var count: Int { state.withLock { $0.waiting.count } }
    /// Whether it has been opened.
    package var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Lets everybody through, now and later.
    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            return Array(state.waiting.values)
        }
        for shot in waiting { shot.fire() }
    }

    /// Waits; throws `CancellationError` when the task is cancelled first.
    package func wait() async throws {
        let shot = OneShot()
        await withTaskCancellationHandler {
            await wait(with: shot)
        } onCancel: {
            shot.fire()
        }
        if !isOpen { throw CancellationError() }
    }

    /// Waits until the gate opens or the shot is fired by somebody else.
    func wait(with shot: OneShot) async {
        let (id, isOpen) = state.withLock { state in
            state.nextID += 1
            state.waiting[state.nextID] = shot
            return (state.nextID, state.isOpen)
        }
        if isOpen { shot.fire() }
        await shot.wait()
        state.withLock { $0.waiting[id] = nil }
    }
}

/// Waits until something becomes true, as long as it takes up to a minute.
///
/// - Returns: Whether it became true.
package func eventually(_ condition: () -> Bool) async -> Bool {
    for round in 0..<60_000 {
        if condition() { return true }
        if round < 100 { await Task.yield() } else { try? await Task.sleep(for: .milliseconds(1)) }
    }
    return condition()
}
