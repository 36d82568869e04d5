/// Waits that double up to a limit, each drawn evenly from zero to its longest.
package struct Backoff: Sendable, Hashable {
    /// The longest first wait.
    package var base: Duration
    /// The longest wait.
    package var limit: Duration

    /// Creates a backoff.
    package init(base: Duration, limit: Duration) {
        self.base = base
        self.limit = limit
    }

    /// The longest wait number `step`, counted from 0: `min(limit, base x 2^step)`.
    package func longest(_ step: Int) -> Duration {
        guard base > .zero, limit > .zero else { return .zero }
        var longest = base
        // Doubling until the limit, rather than a power, cannot overflow whatever the step.
        for _ in 0..<max(0, step) {
            guard longest < limit / 2 else { return limit }
            longest += longest
        }
        return min(longest, limit)
    }

    /// The wait number `step`.
    ///
    /// - Parameter random: A number of at least 0 and less than 1; anything else counts as the nearest of the two.
    package func wait(_ step: Int, random: Double) -> Duration {
        guard random > 0 else { return .zero }
        return longest(step) * min(random, 1)
    }
}
