/// What goes wrong while a ``Bank`` is open: lines for a stand-in's control socket, at random moments.
///
/// ```swift
/// var faults = BankFaults(seed: seed)
/// let (wait, line) = faults.next()
/// ```
package struct BankFaults: Sendable {
    /// Each line, and how often it comes beside the others.
    private static let lines: [(line: String, weight: Int)] = [
        ("conflict-at-commit OC000", 6), ("conflict-at-commit OC001", 6), ("conflict-at-commit OC000 count=5", 2),
        ("conflict-at-statement OC000", 4), ("conflict-at-statement OC001", 4), ("hang seconds=0.1", 2),
        ("cut-before-commit", 5), ("cut-after-commit", 8),
        // Each of these costs the pool all it has, or a backoff; more of them and no money would move.
        ("kill-all", 1), ("restart-listener", 1), ("slow-login seconds=0.1", 1),
        ("too-many-connections", 1), ("rate-exceeded", 1), ("waking-up", 1),
    ]

    private var random: SplitMix64

    /// Begins with a seed.
    package init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The next fault, and how long to wait for it.
    package mutating func next() -> (wait: Duration, line: String) {
        let all = Self.lines.flatMap { Array(repeating: $0.line, count: $0.weight) }
        return (.milliseconds(Int.random(in: 10...120, using: &random)), random.pick(all))
    }
}
