import Synchronization

/// What a bank's writers were told, kept outside of the database.
package final class BankLedger: Sendable {
    private struct State {
        var outcomes: [Transfer: TransferOutcome] = [:]
        var audits = 0
        var violations: [String] = []
    }

    private let state = Mutex(State())

    /// Everything that must not be.
    package var violations: [String] { state.withLock { $0.violations } }
    /// How often the sum was looked at while money moved.
    package var audits: Int { state.withLock { $0.audits } }

    func note(_ transfer: Transfer, _ outcome: TransferOutcome) {
        state.withLock { state in
            state.outcomes[transfer] = outcome
            guard case .unexpected(let error) = outcome else { return }
            state.violations.append("Transfer \(transfer.id) failed with an error that no fault explains: \(error)")
        }
    }

    func note(violation: String) { state.withLock { $0.violations.append(violation) } }

    func noteAudit() { state.withLock { $0.audits += 1 } }

    /// The transfers with one of some outcomes, in the order of their IDs.
    package func transfers(where isIncluded: (TransferOutcome) -> Bool) -> [Transfer] {
        let outcomes = state.withLock { $0.outcomes }
        return outcomes.filter { isIncluded($0.value) }.keys.sorted { $0.id < $1.id }
    }

    /// Whether each kind of outcome has been met.
    var isVaried: Bool {
        let outcomes = state.withLock { $0.outcomes.values }
        return outcomes.contains(.committed) && outcomes.contains(.unknown)
            && outcomes.contains {
                if case .rolledBack = $0 { true } else { false }
            }
    }

    /// How many transfers had which outcome, a line.
    package var summary: String {
        var counts: [String: Int] = [:]
        for outcome in state.withLock({ $0.outcomes.values }) {
            switch outcome {
            case .committed: counts["committed", default: 0] += 1
            case .unknown: counts["unknown", default: 0] += 1
            case .rolledBack(let reason): counts["rolled back (\(reason))", default: 0] += 1
            case .unexpected: counts["unexpected", default: 0] += 1
            }
        }
        let parts = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return parts.joined(separator: ", ") + "; the sum was looked at \(audits) times"
    }
}
