/// What a statement means to the cluster.
package enum StatementKind: Sendable, Equatable {
    case empty
    case begin
    case commit
    case rollback
    case refused(Refusal)
    case other

    init(_ statement: SQLStatement) {
        guard !statement.tokens.isEmpty else {
            self = .empty
            return
        }
        switch statement.firstWord {
        case "begin":
            self = Self.changesIsolation(statement) ? .refused(.isolationLevel) : .begin
        case "start" where statement.words.dropFirst().first == "transaction":
            self = Self.changesIsolation(statement) ? .refused(.isolationLevel) : .begin
        case "commit", "end":
            self = statement.contains("prepared") ? .other : .commit
        case "rollback", "abort":
            self = statement.contains("to") ? .refused(.statement("Rollback To")) : .rollback
        case "set":
            self = Self.setting(statement).map { .refused($0) } ?? .other
        case "savepoint": self = .refused(.statement("Savepoint"))
        case "release": self = .refused(.statement("Release"))
        case "discard": self = .refused(.statement("Discard"))
        case "listen": self = .refused(.statement("Listen"))
        case "notify": self = .refused(.statement("Notify"))
        case "unlisten": self = .refused(.statement("Unlisten"))
        case "truncate": self = .refused(.statement("Truncate"))
        case "lock": self = .refused(.statement("Lock"))
        case "create" where Self.isTemporary(statement): self = .refused(.temporaryObject)
        // INSERT INTO temp names a table; only a query makes one.
        case "insert", "merge": self = .other
        default: self = statement.hasIntoTemporary ? .refused(.temporaryObject) : .other
        }
    }

    private static func changesIsolation(_ statement: SQLStatement) -> Bool {
        statement.contains("isolation") || statement.contains("deferrable")
    }

    private static func isTemporary(_ statement: SQLStatement) -> Bool {
        let object = statement.words.dropFirst().drop { ["or", "replace", "local", "global"].contains($0) }
        return object.first == "temp" || object.first == "temporary"
    }

    /// The refusal of a SET whose parameter the service does not take.
    private static func setting(_ statement: SQLStatement) -> Refusal? {
        var tokens = statement.tokens.dropFirst()
        let scope = tokens.first
        if scope == .word("session") || scope == .word("local") {
            tokens = tokens.dropFirst()
            if tokens.first == .word("characteristics") { return .isolationLevel }
            if scope == .word("session"), tokens.first == .word("authorization") {
                return .setting("session_authorization")
            }
        }
        switch tokens.first {
        case .word("transaction"): return .isolationLevel
        case .word("constraints"), .word("role"), .word("names"), .word("schema"): return nil
        case .word("time"): return nil
        default: break
        }
        var name = ""
        loop: for token in tokens {
            switch token {
            case .word(let word) where word != "to" || name.isEmpty: name += word
            case .quoted(let text): name += text.lowercased()
            case .symbol(UInt8(ascii: ".")): name += "."
            default: break loop
            }
        }
        return name.isEmpty || StartupPolicy.allowsSetting(name) ? nil : .setting(name)
    }
}
