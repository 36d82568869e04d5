package import AuroraDSQL
import Synchronization

/// A server that lives in memory: scripted where a test says so, a small database otherwise.
///
/// ```swift
/// let server = FakeServer()
/// server.onNext("COMMIT", .error(.conflict()))
/// ```
///
/// The database holds whole numbers by name: `GET name` answers with the tag `GET <value>`, `PUT name value` sets one.
/// Transactions see a snapshot, and the second of two that change the same name fails at COMMIT as in DSQL. It is strict:
/// a use of a connection that a real one would not survive is kept in ``violations``.
package final class FakeServer: Sendable {
    /// The port it listens on.
    package static let port = 5432

    /// What happens to a login.
    package enum Login: Sendable {
        /// It succeeds.
        case accept
        /// The server refuses it.
        case refuse(PostgresServerError)
        /// The driver fails.
        case fail(any Error)
        /// It waits at a gate, then succeeds.
        case hang(Gate)
    }

    /// What happens to a statement.
    package enum Reply: Sendable {
        /// The server answers with an error.
        case error(PostgresServerError)
        /// The statement is run, and the connection is lost before the answer.
        case lostAfter
        /// The connection is lost before the statement arrives.
        case lostBefore
        /// The answer waits at a gate.
        case hang(Gate)
        /// The driver fails before it sends anything.
        case notSent
    }

    struct State {
        var logins: [Login] = []
        var replies: [(sql: String, reply: Reply)] = []
        var tokens: [String] = []
        var statements: [(connection: Int, sql: String)] = []
        var violations: [String] = []
        var connections: [Int: FakeConnection] = [:]
        var opened = 0
        var mostOpen = 0
        var values: [String: Int] = [:]
        var versions: [String: Int] = [:]
        var version = 0
    }

    let state = Mutex(State())
    /// Whether connections tell where they stand; some drivers cannot.
    let tellsStatus: Bool

    /// Creates a server with an empty database.
    package init(tellsStatus: Bool = true) { self.tellsStatus = tellsStatus }

    /// What the next logins meet, in this order; later ones succeed.
    package func onLogin(_ logins: Login...) { state.withLock { $0.logins += logins } }

    /// What the next statement of this text meets; several are met in order.
    package func onNext(_ sql: String, _ replies: Reply...) {
        state.withLock { state in state.replies += replies.map { (sql, $0) } }
    }

    /// The tokens it was sent, in order.
    package var tokens: [String] { state.withLock { $0.tokens } }
    /// The statements it was sent, in order.
    package var statements: [String] { state.withLock { $0.statements.map(\.sql) } }
    /// The statements with the number of their connection, from 1.
    package var statementsByConnection: [String] {
        state.withLock { $0.statements.map { "\($0.connection) \($0.sql)" } }
    }
    /// What was done that a real connection would not survive.
    package var violations: [String] { state.withLock { $0.violations } }
    /// The connections that are open.
    package var openCount: Int { state.withLock { $0.connections.count } }
    /// The most that were open at one time.
    package var mostOpen: Int { state.withLock { $0.mostOpen } }
    /// The connections that were ever opened.
    package var openedCount: Int { state.withLock { $0.opened } }
    /// The scripted events that have not happened.
    package var unusedScript: Int { state.withLock { $0.logins.count + $0.replies.count } }

    /// A value of the database.
    package func value(_ name: String) -> Int { state.withLock { $0.values[name] ?? 0 } }

    /// Ends every connection, as a restart does.
    package func killAll() {
        let connections = state.withLock { Array($0.connections.values) }
        for connection in connections { connection.end() }
    }

    func nextConnect(password: String) -> Login {
        state.withLock { state in
            state.tokens.append(password)
            if !state.logins.isEmpty { return state.logins.removeFirst() }
            guard password.hasPrefix("token") else {
                return .refuse(.refusal("access denied", hint: "Wrong user to action mapping. user: x, action: y"))
            }
            return .accept
        }
    }

    func open() -> FakeConnection {
        state.withLock { state in
            state.opened += 1
            let connection = FakeConnection(id: state.opened, server: self)
            state.connections[connection.id] = connection
            state.mostOpen = max(state.mostOpen, state.connections.count)
            return connection
        }
    }

    func closed(_ id: Int) { state.withLock { $0.connections[id] = nil } }

    func note(violation: String) { state.withLock { $0.violations.append(violation) } }

    func received(_ sql: String, on connection: Int) -> Reply? {
        state.withLock { state in
            state.statements.append((connection, sql))
            guard let index = state.replies.firstIndex(where: { $0.sql == sql }) else { return nil }
            return state.replies.remove(at: index).reply
        }
    }
}
