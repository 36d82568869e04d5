/// What goes wrong while a ``Bank`` is open: lines for a stand-in's control socket, at random moments.
///
/// ```swift
/// var faults = BankFaults(seed: seed)
/// let (wait, line) = faults.next()
/// ```
package struct BankFaults: Sendable {
    /// Each line, and how often it comes beside the others.
    private static let lines: [(line: String, weight: Int)] = [
        ("conflict-at-commit OC000", 10), ("conflict-at-commit OC001", 10), ("conflict-at-commit OC000 count=5", 5),
        ("conflict-at-statement OC000", 6), ("conflict-at-statement OC001", 6), ("hang seconds=0.1", 3),
        ("cut-before-commit", 6), ("cut-after-commit", 10),
        // Each of these costs the pool all it has, or a backoff; more of them and no money would move.
        ("kill-all", 2), ("restart-listener", 1), ("slow-login seconds=0.1", 1),
        ("too-many-connections", 1), ("rate-exceeded", 1), ("waking-up", 1),
    ]

    private var random: SplitMix64

    /// Begins with a seed.
    package init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The next fault, and how long to wait for it.
    package mutating func next() -> (wait: Duration, line: String) {
        let all = Self.lines.flatMap { Array(repeating: $0.line, count: $0.weight) }
        return (.milliseconds(Int.random(in: 20...250, using: &random)), random.pick(all))
    }
}
