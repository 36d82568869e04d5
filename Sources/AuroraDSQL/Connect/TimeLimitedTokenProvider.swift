import AuroraDSQLCredentials
import Synchronization

/// A token provider that is not waited for for ever.
///
/// It knows nothing of the driver, so that none of it is generic.
struct TimeLimitedTokenProvider: Sendable {
    let base: any TokenProvider
    let limit: Duration
    let clock: ConnectorClock

    /// A token; `nil` where the provider took too long.
    func token(for request: AuthToken.Request) async throws -> AuthToken? {
        let deadline = clock.now() + limit
        let isAtHand = Latch()
        return try await withThrowingTaskGroup(of: AuthToken?.self) { group in
            // At once: for a token that is there already, as nearly always, no time has to be kept.
            group.addImmediateTask {
                defer { isAtHand.set() }
                return try await base.token(for: request)
            }
            if !isAtHand.isSet {
                group.addTask {
                    try await clock.sleepUntil(deadline)
                    return nil
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    /// Set once, and seen by whoever looks afterwards.
    private final class Latch: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .acquiring) }
        func set() { value.store(true, ordering: .releasing) }
    }
}
