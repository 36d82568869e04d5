package import AuroraDSQL
import Synchronization

/// A clock that stands still until a test moves it.
///
/// ```swift
/// let clock = ManualClock(jumpingUpTo: .seconds(6))
/// clock.advance(by: .seconds(60))
/// ```
///
/// Sleeps that end within the jump limit move the clock themselves and return at once: backoff costs a test no time,
/// while the pool's longer deadlines stay where they are until the test calls ``advance(by:)``.
package final class ManualClock: Sendable {
    private struct Sleeper {
        var deadline: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Duration = .zero
        var nextID = 0
        var sleepers: [Int: Sleeper] = [:]
        var calls: [(deadline: Duration, body: @Sendable () -> Void)] = []
        var slept: [Duration] = []
        var sleepCount = 0
    }

    private let state = Mutex(State())
    private let jumpLimit: Duration
    private let draw: Double

    /// Creates a clock.
    ///
    /// - Parameters:
    ///   - jumpLimit: The longest sleep that moves the clock by itself.
    ///   - draw: The random number that is drawn every time.
    package init(jumpingUpTo jumpLimit: Duration = .zero, draw: Double = 0.5) {
        self.jumpLimit = jumpLimit
        self.draw = draw
    }

    /// The time since the clock was made.
    package var now: Duration { state.withLock { $0.now } }
    /// How many sleep.
    package var sleeperCount: Int { state.withLock { $0.sleepers.count } }
    /// How many sleeps were asked for, those included that ended at once.
    package var sleepCount: Int { state.withLock { $0.sleepCount } }
    /// The sleeps that moved the clock, in order.
    package var jumps: [Duration] { state.withLock { $0.slept } }

    /// The clock as the connector takes it.
    package var connectorClock: ConnectorClock {
        ConnectorClock(
            now: { self.now },
            sleepUntil: { try await self.sleep(until: $0) },
            callAfter: { time, body in
                self.state.withLock { $0.calls.append(($0.now + time, body)) }
            },
            random: { [draw] in draw },
            wallTime: { "2026-01-02T03:04:05Z" }
        )
    }

    /// Moves the time on and wakes whoever has slept enough.
    package func advance(by time: Duration) {
        let (sleepers, calls) = state.withLock { state in
            state.now += time
            let now = state.now
            let due = state.sleepers.filter { $0.value.deadline <= now }
            for id in due.keys { state.sleepers[id] = nil }
            let calls = state.calls.filter { $0.deadline <= now }
            state.calls.removeAll { $0.deadline <= now }
            return (due.values.sorted { $0.deadline < $1.deadline }, calls)
        }
        for sleeper in sleepers { sleeper.continuation.resume() }
        for call in calls { call.body() }
    }

    private func sleep(until deadline: Duration) async throws {
        state.withLock { $0.sleepCount += 1 }
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    let time = deadline - state.now
                    if time <= .zero { return .success(()) }
                    if time <= jumpLimit {
                        state.now = deadline
                        state.slept.append(time)
                        return .success(())
                    }
                    state.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation)
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
