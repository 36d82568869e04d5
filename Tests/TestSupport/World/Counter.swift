import Synchronization

/// A number that many tasks count up.
package final class Counter: Sendable {
    private let count = Mutex(0)

    /// Creates a counter at 0.
    package init() {}

    /// The number so far.
    package var value: Int { count.withLock { $0 } }

    /// Counts one more.
    package func increment() { count.withLock { $0 += 1 } }
}
