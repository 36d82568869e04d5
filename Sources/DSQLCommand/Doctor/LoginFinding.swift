import AuroraDSQL
import AuroraDSQLCredentials

/// A refused login turned into what to do.
struct LoginFinding {
    private let server: PostgresServerError
    private let settings: ConnectionSettings
    private let action: String

    init(_ server: PostgresServerError, settings: ConnectionSettings, action: String) {
        self.server = server
        self.settings = settings
        self.action = action
    }

    /// The finding.
    var finding: Finding {
        let advice = LoginAdvice(
            ConnectRefusal(server),
            server,
            login: LoginAdvice.Login(
                host: settings.endpoint.host,
                region: settings.endpoint.region.name,
                user: settings.user,
                action: action
            )
        )
        var facts = [DoctorReport.Fact("sqlState", server.sqlState), DoctorReport.Fact("message", server.message)]
        if let hint = server.hint { facts.append(DoctorReport.Fact("hint", hint)) }
        if let session = ConnectRefusal.sessionID(server) { facts.append(DoctorReport.Fact("sessionID", session)) }
        let status: ExitStatus =
            switch advice.kind {
            case .permission: .noPermission
            case .value: .badValue
            case .availability: .unavailable
            }
        return Finding(status, advice.text, remedy: advice.remedy, facts: facts)
    }
}
