/// How an attempt ended, as far as another attempt goes.
package enum AttemptFailure: Sendable, Hashable {
    /// The server undid the transaction because of a conflict.
    case conflict(OCCConflict)
    /// Whether it took effect is not known, or the service or the connection gave way under it.
    case uncertain
    /// Anything else.
    case other

    /// Reads an error, looking through everything a driver and this module wrap around it.
    package init(_ error: any Error, driver: some PostgresDriver) {
        if let known = error as? DSQLError, known.code == .commitOutcomeUnknown {
            self = .uncertain
        } else if let server = driver.findServerError(in: error) {
            self = OCCConflict(server).map { .conflict($0) } ?? (server.sqlState == "XX000" ? .uncertain : .other)
        } else {
            self = driver.findLostConnection(in: error) ? .uncertain : .other
        }
    }
}

extension PostgresDriver {
    /// The server's error inside an error of the driver or of this module.
    func findServerError(in error: any Error) -> PostgresServerError? {
        if let server = error as? PostgresServerError { return server }
        if let server = serverError(in: error) { return server }
        guard let cause = (error as? DSQLError)?.cause else { return nil }
        return findServerError(in: cause)
    }

    /// Whether an error of the driver or of this module says that a connection was lost.
    func findLostConnection(in error: any Error) -> Bool {
        if isConnectionLost(error) { return true }
        guard let cause = (error as? DSQLError)?.cause else { return false }
        return findLostConnection(in: cause)
    }
}
