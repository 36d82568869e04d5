public import AuroraDSQLCredentials
public import Logging

/// A PostgreSQL driver as the connector sees it: what opens connections and knows its own errors.
///
/// ```swift
/// struct MyDriver: PostgresDriver {
///     let name = "mydriver"
///
///     func connect(
///         _ parameters: ConnectionParameters,
///         password: AuthToken,
///         logger: Logger
///     ) async throws -> MyConnection {
///         try await MyConnection.open(parameters, password: password.password, logger: logger)
///     }
///
///     func serverError(in error: any Error) -> PostgresServerError? {
///         (error as? MyError)?.serverError
///     }
///
///     func isConnectionLost(_ error: any Error) -> Bool {
///         (error as? MyError)?.isSocketClosed ?? false
///     }
/// }
/// ```
///
/// This protocol is for people who write drivers and **is not yet stable**: a minor release may change it.
///
/// The connector calls a driver from many tasks at once. A driver holds no lock across an `await`, and blocks no thread
/// of the concurrency pool: name look-up, file reads and the like go elsewhere. A protocol requirement runs on the
/// caller's actor until it suspends.
public protocol PostgresDriver: Sendable {
    /// The driver's own connection: what the connector lends to its users, unwrapped.
    associatedtype Connection: PostgresDriverConnection

    /// The driver's name as it stands in `application_name`: `aurora-dsql-swift-<name>/<version>`.
    ///
    /// Letters, digits and hyphens, the same for every instance.
    var name: String { get }

    /// Opens a connection and logs in.
    ///
    /// What a driver owes:
    /// * It connects to ``ConnectionParameters/hostAddress`` when that is set, to the addresses of the endpoint's host
    ///   otherwise; the host is what SNI carries and what the certificate is checked against, in both cases.
    /// * TLS 1.2 or later, the certificate and the host name verified, direct negotiation where the driver has it. The
    ///   password is sent inside TLS and only when the server asks for it in clear. No environment variable, service
    ///   file or setting of the user weakens this or changes where it connects.
    /// * The application name is in the startup packet.
    /// * It gives up after ``ConnectionParameters/connectTimeout``, counted over all addresses together.
    /// * It tries once. Retries, backoff and fresh tokens are the connector's.
    ///
    /// When its task is cancelled it closes what it has opened and throws `CancellationError` promptly.
    ///
    /// - Parameters:
    ///   - parameters: Where to connect and as whom.
    ///   - password: The token for this one connection; not to be kept or logged.
    ///   - logger: Where `debug` lines, and the server's notices, go.
    /// - Returns: A connection that is logged in and idle.
    /// - Throws: `CancellationError`; ``DSQLError`` with code ``DSQLError/Code/unreachable`` where the name cannot be
    ///   looked up or no address answers, ``DSQLError/Code/tlsFailed`` where TLS cannot be set up or the server is not
    ///   who it should be, ``DSQLError/Code/connectTimedOut`` where time ran out; for a refusal by the server any
    ///   error in which ``serverError(in:)`` finds message, detail and hint. Anything else is reported as
    ///   ``DSQLError/Code/connectionFailed`` with the driver's error as its cause.
    func connect(
        _ parameters: ConnectionParameters,
        password: AuthToken,
        logger: Logger
    ) async throws -> Connection

    /// The server's error inside an error that this driver, or one of its connections, threw.
    ///
    /// Conflicts are found through this door alone, so it looks through every layer the driver wraps around what the
    /// server said. It must not read SQLSTATEs out of arbitrary text: `nil` is right for whatever did not come from the
    /// server. Where only text is left of a refused login, SQLSTATE may be missing; message, detail and hint may not.
    func serverError(in error: any Error) -> PostgresServerError?

    /// Whether an error says that the connection ended before the answer to a call had arrived in full.
    ///
    /// After such an error the fate of a statement is unknown. An error the server sent is not one of them, even if the
    /// server closed the connection after it.
    func isConnectionLost(_ error: any Error) -> Bool
}
