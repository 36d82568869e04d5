/// PostgreSQL's errors in the service's words.
enum ErrorTranslation {
    /// What PostgreSQL calls a serialization failure or a deadlock.
    ///
    /// The service takes no locks, so what ends as a deadlock here would have been a conflict there.
    static func conflict(sqlState: String, message: String) -> ServerError? {
        guard sqlState == "40001" || sqlState == "40P01" else { return nil }
        // A program that raises the marker itself keeps its words.
        guard !message.hasSuffix("(OC000)"), !message.hasSuffix("(OC001)") else { return nil }
        return Conflict.data.error
    }

    /// A login that PostgreSQL refused after the token had been accepted: an unknown role, another database.
    static func loginRefusal(sqlState: String, message: String, sessionID: String) -> ServerError {
        let detail = "Session Id: \(sessionID)"
        if sqlState == "53300" { return ConnectRefusal.tooManyConnections(detail: detail) }
        return ServerError(.fatal, sqlState, message, detail: detail)
    }
}
