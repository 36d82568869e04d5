package import AuroraDSQLCredentials
package import FoundationEssentials
import Synchronization

/// A clock that stands still until somebody waits or moves it.
package final class TestClock: Sendable {
    private struct Reading {
        var now: Date
        var waits: [Duration] = []
    }

    private let reading: Mutex<Reading>
    private let randomNumber: Double

    /// Creates a clock that always draws `random`.
    package init(_ now: Date = Date(timeIntervalSince1970: 1_756_296_000), random: Double = 0) {
        reading = Mutex(Reading(now: now))
        randomNumber = random
    }

    /// The time on it.
    package var now: Date { reading.withLock { $0.now } }

    /// The waits so far.
    package var waits: [Duration] { reading.withLock { $0.waits } }

    /// Moves it on.
    package func advance(seconds: Double) { reading.withLock { $0.now += seconds } }

    /// The clock for a context: a wait returns at once and moves the clock on.
    package var clock: ProviderClock {
        let random = randomNumber
        return ProviderClock(
            now: { self.now },
            sleep: { duration in
                try Task.checkCancellation()
                self.reading.withLock { reading in
                    reading.waits.append(duration)
                    reading.now +=
                        Double(duration.components.seconds)
                        + Double(duration.components.attoseconds) / 1e18
                }
            },
            random: { random }
        )
    }
}
