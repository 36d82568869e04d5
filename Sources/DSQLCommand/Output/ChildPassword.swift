import AuroraDSQLCredentials

/// Where a child finds the token.
enum ChildPassword: Sendable {
    /// In its environment.
    case token(AuthToken)
    /// In a passfile that somebody keeps fresh.
    case passfile(String)

    /// The variable of libpq's.
    var variable: String {
        switch self {
        case .token: "PGPASSWORD"
        case .passfile: "PGPASSFILE"
        }
    }

    /// Its value.
    var value: String {
        switch self {
        case .token(let token): token.password
        case .passfile(let path): path
        }
    }

    /// What would go before it.
    var removals: [String] {
        switch self {
        case .token: []
        case .passfile: ["PGPASSWORD"]
        }
    }
}
