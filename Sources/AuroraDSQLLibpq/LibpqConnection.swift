public import AuroraDSQL

/// A connection to PostgreSQL through libpq.
///
/// ```swift
/// let result = try await connection.query("SELECT name FROM account WHERE id = $1", [id])
/// for row in result { print(try row.decode(String.self, at: 0)) }
/// ```
///
/// A connection runs one statement at a time; a second one is refused with ``LibpqError/Code/connectionBusy``. A single
/// statement is sent at a time, too: `"a; b"` is a syntax error.
///
/// What the server refuses is thrown as `PostgresServerError`. When the connection ends before the answer is complete,
/// ``LibpqError/Code/connectionLost`` is thrown and what the statement did is unknown.
///
/// ### Cancellation
/// A call that is cancelled leaves the connection usable or closed. libpq 17 and later ask the server to cancel the
/// statement, inside TLS; where that takes longer than ``LibpqOptions/cancelTimeout``, and always with an older libpq,
/// the connection is closed. The call throws `CancellationError`, unless the answer came first.
///
/// A connection that is let go of is closed.
public final class LibpqConnection: PostgresDriverConnection {
    let session: LibpqSession
    let options: LibpqOptions

    init(_ session: LibpqSession, options: LibpqOptions) {
        self.session = session
        self.options = options
    }

    deinit { session.close() }

    /// Where the session stands, as the server said last.
    public var transactionStatus: PostgresTransactionStatus { session.transactionStatus }

    /// Whether the connection has ended.
    public var isClosed: Bool { session.isClosed }

    /// The version of the libpq this program runs with, such as 170005 for 17.5.
    public static var libpqVersion: Int { Libpq.version }

    /// The number of the server's process for this session, where there is one.
    public var processID: Int? { session.processID }

    /// A setting the server reports by itself, such as `TimeZone` or `server_version`.
    public func parameter(_ name: String) -> String? { session.parameter(name) }

    /// Closes the connection; a call that runs fails with ``LibpqError/Code/connectionLost``.
    public func close() async { session.close() }
}
