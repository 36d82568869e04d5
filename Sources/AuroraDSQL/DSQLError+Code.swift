extension DSQLError {
    /// The kind of failure.
    ///
    /// The doc of each says whether the same call is worth another try.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidConfiguration
            case unreachable, tlsFailed, connectTimedOut, connectionFailed, tokenUnavailable
            case clockSkew, wrongAction, notAuthorized, wakingUp, tooManyConnections, connectionRateExceeded
            case notRunning, alreadyRunning, shutDown, acquireTimedOut, hookFailed
            case timeLimitExceeded, nestedTransaction, transactionEndedEarly, transactionRolledBack
            case commitOutcomeUnknown, conflictRetriesExhausted, retryCancelled
        }

        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// A setting cannot be accepted.
        ///
        /// Not worth a retry.
        public static let invalidConfiguration = Code(.invalidConfiguration)

        /// The host cannot be looked up, or no address answers.
        ///
        /// Worth a retry later.
        public static let unreachable = Code(.unreachable)
        /// TLS cannot be set up, or the server is not who it should be.
        ///
        /// Not worth a retry.
        public static let tlsFailed = Code(.tlsFailed)
        /// Opening a connection took longer than the limit.
        ///
        /// Worth a retry later.
        public static let connectTimedOut = Code(.connectTimedOut)
        /// The server refused the connection, or the driver failed, in a way that has no code of its own.
        public static let connectionFailed = Code(.connectionFailed)
        /// The token provider failed; its error is the cause.
        public static let tokenUnavailable = Code(.tokenUnavailable)
        /// A fresh token was refused as expired: the clocks differ.
        ///
        /// Not worth a retry before the clock is set.
        public static let clockSkew = Code(.clockSkew)
        /// The token was signed for another action than the user needs.
        ///
        /// Not worth a retry.
        public static let wrongAction = Code(.wrongAction)
        /// IAM does not let these credentials connect as this user.
        ///
        /// Not worth a retry.
        public static let notAuthorized = Code(.notAuthorized)
        /// The cluster was still waking up when time ran out.
        ///
        /// Worth a retry.
        public static let wakingUp = Code(.wakingUp)
        /// The cluster had too many connections until time ran out (SQLSTATE 53300).
        ///
        /// Worth a retry later.
        public static let tooManyConnections = Code(.tooManyConnections)
        /// Connections were opened too fast until time ran out (SQLSTATE 53400).
        ///
        /// Worth a retry later.
        public static let connectionRateExceeded = Code(.connectionRateExceeded)

        /// The client's `run()` was not called.
        public static let notRunning = Code(.notRunning)
        /// The client's `run()` was called a second time.
        public static let alreadyRunning = Code(.alreadyRunning)
        /// The client has been shut down.
        public static let shutDown = Code(.shutDown)
        /// No connection became free in time.
        ///
        /// Worth a retry.
        public static let acquireTimedOut = Code(.acquireTimedOut)
        /// The on-open hook failed; its error is the cause.
        public static let hookFailed = Code(.hookFailed)

        /// A call took longer than the time limit it was given.
        ///
        /// What it did outside a transaction may have happened.
        public static let timeLimitExceeded = Code(.timeLimitExceeded)
        /// A transaction was begun inside another one of the same client.
        public static let nestedTransaction = Code(.nestedTransaction)
        /// The body of a transaction ended it by SQL of its own; what it did cannot be undone.
        public static let transactionEndedEarly = Code(.transactionEndedEarly)
        /// COMMIT was answered with ROLLBACK: a statement had failed and the body hid it.
        ///
        /// Nothing was committed.
        public static let transactionRolledBack = Code(.transactionRolledBack)
        /// The connection was lost after COMMIT was sent.
        ///
        /// Look before trying again: it may have been committed.
        public static let commitOutcomeUnknown = Code(.commitOutcomeUnknown)
        /// A conflict came back on every attempt that was allowed; the last conflict is the cause.
        ///
        /// Worth a retry.
        public static let conflictRetriesExhausted = Code(.conflictRetriesExhausted)
        /// The task was cancelled during the wait before another attempt; the last conflict is the cause.
        public static let retryCancelled = Code(.retryCancelled)

        /// The code's name.
        public var description: String { kind.rawValue }
    }
}
