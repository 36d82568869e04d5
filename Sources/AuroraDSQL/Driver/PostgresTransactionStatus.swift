/// Where a session stands with regard to transactions.
///
/// ```swift
/// let reusable = connection.transactionStatus == .idle
/// ```
public enum PostgresTransactionStatus: Sendable, Hashable {
    /// Outside a transaction, and no statement is running.
    case idle
    /// Inside a transaction that can go on.
    case inTransaction
    /// Inside a transaction that failed: only `ROLLBACK` helps.
    case failed
    /// The driver cannot tell, or a statement is running, or the connection is closed.
    case unknown
}
