import AuroraDSQL
import Synchronization

/// One session's transaction.
struct FakeTransaction: Sendable {
    var snapshot: [String: Int]
    var versions: [String: Int]
    var writes: [String: Int] = [:]
}

extension FakeServer {
    func begin() -> FakeTransaction {
        state.withLock { FakeTransaction(snapshot: $0.values, versions: $0.versions) }
    }

    /// Commits, unless somebody else changed the same names first.
    func commit(_ transaction: FakeTransaction) throws(PostgresServerError) {
        let isConflict = state.withLock { state in
            for name in transaction.writes.keys where state.versions[name] != transaction.versions[name] { return true }
            for (name, value) in transaction.writes {
                state.version += 1
                state.values[name] = value
                state.versions[name] = state.version
            }
            return false
        }
        if isConflict { throw .conflict() }
    }

    /// Runs a statement of the database in a transaction and returns its tag.
    static func run(_ sql: String, in transaction: inout FakeTransaction) throws(PostgresServerError) -> String? {
        let words = sql.split(separator: " ").map(String.init)
        guard let verb = words.first else { return nil }
        switch (verb, words.count) {
        case ("GET", 2):
            return "GET \(transaction.writes[words[1]] ?? transaction.snapshot[words[1]] ?? 0)"
        case ("PUT", 3):
            guard let value = Int(words[2]) else { break }
            transaction.writes[words[1]] = value
            return "PUT 1"
        case ("SELECT", _) where sql == "SELECT 1/0":
            throw PostgresServerError(sqlState: "22012", message: "division by zero")
        case ("INSERT", _) where sql.hasSuffix("VALUES (1), (1)"):
            throw PostgresServerError(sqlState: "23505", message: "duplicate key value violates unique constraint")
        case ("SELECT", _), ("SET", _), ("RESET", _): return verb == "SELECT" ? "SELECT 1" : verb
        case ("CREATE", _), ("DROP", _): return words.prefix(2).joined(separator: " ")
        case ("SAVEPOINT", _):
            throw PostgresServerError(sqlState: "0A000", message: "SAVEPOINT is not supported")
        default: break
        }
        throw PostgresServerError(sqlState: "42601", message: "syntax error at or near \"\(verb)\"")
    }
}
