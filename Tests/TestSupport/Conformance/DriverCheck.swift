/// One promise of a driver, checked by ``DriverConformance``.
package enum DriverCheck: String, Sendable, CaseIterable {
    /// A new connection is open and idle.
    case opensIdle
    /// Statements give back the server's command tag; an empty one gives none.
    case returnsTags
    /// The server's error is found with all it says, and the connection goes on.
    case findsServerErrors
    /// The transaction status follows the server; COMMIT of a failed transaction answers ROLLBACK.
    case tracksTransactions
    /// An error that arrives only when the statement's own transaction ends fails the call.
    case failsLateErrors
    /// Several connections can be opened at once.
    case opensInParallel
    /// A cancelled statement returns promptly and leaves the connection usable or closed.
    case cancelsStatement
    /// In a task that is cancelled already nothing is sent.
    case ignoresStatementWhenCancelled
    /// An uninterrupted statement is sent and answered in a cancelled task, and when cancelled on its way.
    case doesNotInterrupt
    /// Closing twice is harmless, and later calls say that the connection is lost.
    case closesTwice
    /// Closing ends a call that waits.
    case closesDuringCall
    /// A refused login says what the server said.
    case refusesWrongToken
    /// An address where nobody listens is unreachable.
    case reportsUnreachable
    /// A cancelled login ends promptly.
    case cancelsConnect
    /// Errors of others are neither the server's nor a lost connection, whatever their text.
    case readsOnlyItsOwnErrors
}
