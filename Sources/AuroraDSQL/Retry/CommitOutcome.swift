/// What the answer to COMMIT, or the lack of one, says about the transaction.
package enum CommitOutcome: Sendable, Hashable {
    /// It is committed.
    case committed
    /// It was rolled back, without an error: a statement had failed before.
    case rolledBackSilently
    /// It failed for certain, with the error that was thrown.
    case failed
    /// It may have been committed.
    case unknown

    /// Reads the command tag.
    package init(tag: String?) {
        switch tag {
        case "COMMIT": self = .committed
        case "ROLLBACK": self = .rolledBackSilently
        default: self = .unknown
        }
    }

    /// Reads what was thrown.
    ///
    /// - Parameters:
    ///   - server: The server's error, where it sent one.
    ///   - isLost: Whether the connection ended before an answer came.
    package init(server: PostgresServerError?, isLost: Bool) {
        guard let server else {
            self = isLost ? .unknown : .failed
            return
        }
        // 40003 says so itself; XX000 is DSQL's "server unavailable"; classes 08 and 57P and whatever is fatal end the
        // session, perhaps after the commit was made.
        let state = server.sqlState
        let isUncertain =
            state == "40003" || state == "XX000" || state.hasPrefix("08") || state.hasPrefix("57P") || server.isFatal
        self = isUncertain ? .unknown : .failed
    }
}
