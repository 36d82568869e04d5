import AuroraDSQL

/// What the client said became of a transfer.
package enum TransferOutcome: Sendable, Hashable {
    /// It is done.
    case committed
    /// It is not done, for a reason in one word or two.
    case rolledBack(String)
    /// It may be done.
    case unknown
    /// An error that no fault explains.
    case unexpected(String)

    /// Reads what a transaction threw.
    init<Driver: PostgresDriver>(_ error: any Error, driver: Driver) {
        if error is ChangedMind {
            self = .rolledBack("changed mind")
        } else if let known = error as? DSQLError {
            switch known.code {
            case .commitOutcomeUnknown: self = .unknown
            case .conflictRetriesExhausted, .tooManyConnections, .connectionRateExceeded, .wakingUp, .unreachable,
                .connectTimedOut, .acquireTimedOut:
                self = .rolledBack("\(known.code)")
            default: self = .unexpected(known.debugDescription)
            }
        } else if driver.isConnectionLost(error) {
            self = .rolledBack("connection lost")
        } else if let server = driver.serverError(in: error), server.sqlState == "40001" {
            self = .rolledBack("conflict")
        } else {
            self = .unexpected("\(error)")
        }
    }
}

/// Why an abandoned transfer is abandoned.
struct ChangedMind: Error {}
