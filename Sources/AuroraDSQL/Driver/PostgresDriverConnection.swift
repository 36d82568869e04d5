/// A connection of a ``PostgresDriver``, as far as the connector needs it.
///
/// ```swift
/// func ping(_ connection: some PostgresDriverConnection) async throws -> Bool {
///     try await connection.execute("SELECT 1") == "SELECT 1"
/// }
/// ```
///
/// Users get the driver's type itself, with whatever more it can do. Like ``PostgresDriver`` this protocol is for people
/// who write drivers and **is not yet stable**.
///
/// ### Cancellation
/// When the task of a call is cancelled, the call returns or throws promptly, and afterwards the connection is either
/// usable (the server has answered, nothing is left on the wire) or closed. There is no third state. A call that was
/// cancelled before it sent anything throws `CancellationError` and changes nothing; after that it throws
/// `CancellationError` or the server's error (57014), or returns if the answer came first.
public protocol PostgresDriverConnection: AnyObject, Sendable {
    /// Where the session stands, as the server's last ReadyForQuery said.
    ///
    /// Read without waiting, between calls. ``PostgresTransactionStatus/unknown`` is right for a driver that cannot
    /// tell, and costs its users a `ROLLBACK` each time a connection is returned.
    var transactionStatus: PostgresTransactionStatus { get }

    /// Whether the connection has ended, through ``close()``, the server or the network.
    ///
    /// Read without waiting. It need not be asked of the network; once `true` it stays so.
    var isClosed: Bool { get }

    /// Runs one SQL statement without parameters and reads its result to the end.
    ///
    /// The connector sends `BEGIN`, its liveness check and single statements such as DDL this way. Rows are thrown away. It must not return before the server is ready for the next statement: an
    /// error that arrives after the command tag fails the call.
    ///
    /// - Returns: The command tag as the server sent it, such as `COMMIT` or `INSERT 0 1`; `nil` for an empty
    ///   statement.
    /// - Throws: The server's error, so that ``PostgresDriver/serverError(in:)`` finds it; an error for which
    ///   ``PostgresDriver/isConnectionLost(_:)`` is true when the connection ended before the answer; any other error
    ///   only when nothing was sent. `CancellationError` as described above.
    @discardableResult
    func execute(_ sql: String) async throws -> String?

    /// Runs a statement as ``execute(_:)`` does, but pays no heed to the cancellation of its task.
    ///
    /// The connector ends transactions this way (`COMMIT`, `ROLLBACK`), and then `RESET ALL`: a task that was cancelled
    /// must not lose the answer. In a task that is cancelled already the statement is sent and its answer awaited all
    /// the same. There is no time limit here: ``close()`` from another task ends the wait with an error of a lost
    /// connection.
    @discardableResult
    func executeUninterrupted(_ sql: String) async throws -> String?

    /// Closes the connection and frees what it holds.
    ///
    /// It never fails, works in a cancelled task, takes no longer than saying goodbye does, and may be called twice and
    /// during another call, which then throws an error of a lost connection.
    func close() async
}
