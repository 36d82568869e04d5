import AuroraDSQLCredentials
import Dispatch
import FoundationEssentials

/// Time and randomness, as the pool and the retries take them: the seam that tests replace.
package struct ConnectorClock: Sendable {
    /// Monotonic time since some moment.
    package var now: @Sendable () -> Duration
    /// Waits until a moment; throws `CancellationError` when its task is cancelled.
    package var sleepUntil: @Sendable (Duration) async throws -> Void
    /// Calls back after a time, whatever becomes of the task that asked.
    package var callAfter: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void
    /// A number of at least 0 and less than 1.
    package var random: @Sendable () -> Double
    /// The wall clock as a text, for an error about clocks.
    package var wallTime: @Sendable () -> String

    /// Creates a clock from its parts.
    package init(
        now: @escaping @Sendable () -> Duration,
        sleepUntil: @escaping @Sendable (Duration) async throws -> Void,
        callAfter: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void,
        random: @escaping @Sendable () -> Double,
        wallTime: @escaping @Sendable () -> String
    ) {
        self.now = now
        self.sleepUntil = sleepUntil
        self.callAfter = callAfter
        self.random = random
        self.wallTime = wallTime
    }

    /// The machine's clock and randomness.
    package static let system: ConnectorClock = {
        let origin = ContinuousClock.now
        return ConnectorClock(
            now: { ContinuousClock.now - origin },
            sleepUntil: { deadline in
                // In pieces: a limit of centuries, which means "never", is more than the system's timers take.
                while ContinuousClock.now - origin < deadline {
                    let piece = min(deadline, ContinuousClock.now - origin + .seconds(86_400))
                    try await Task.sleep(until: origin + piece, clock: .continuous)
                }
                try Task.checkCancellation()
            },
            callAfter: { time, body in
                let (seconds, attoseconds) = max(time, .zero).components
                let nanoseconds = min(seconds, 1_000_000_000) * 1_000_000_000 + attoseconds / 1_000_000_000
                DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds)), execute: body)
            },
            random: { Double.random(in: 0..<1) },
            wallTime: { AWSTimestamp.iso8601(Date()) }
        )
    }()
}
