/// Which libpq psql runs with, and so which way it negotiates TLS.
enum Library: String, CaseIterable, Sendable {
    /// The system's, which is older than direct TLS and sends an SSLRequest.
    case system
    /// PostgreSQL 18's, from PyPI, told to negotiate TLS directly.
    case libpq18

    /// What psql's environment needs for it.
    var environment: [String: String] {
        get throws {
            switch self {
            case .system: [:]
            case .libpq18: ["LD_LIBRARY_PATH": try Tool.libpq18, "PGSSLNEGOTIATION": "direct"]
            }
        }
    }
}
