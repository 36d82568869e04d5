import AuroraDSQLCredentials
import FoundationEssentials

/// The steps about credentials, and the clock that they are judged by.
struct CredentialsSteps {
    private let settings: ConnectionSettings
    private let listener: ListeningHTTPClient
    private let context: ProviderContext

    init(settings: ConnectionSettings) {
        self.settings = settings
        var context = CredentialsSource.context
        listener = ListeningHTTPClient(context.http)
        context.http = listener
        self.context = context
    }

    /// The credentials that are found, and where.
    func credentials() throws(Finding) -> Examination.Result<Credentials> {
        let chain = CredentialsProviderChain.default(profile: settings.profile, usesRoleCache: true, context: context)
        let search: CredentialsSearch
        let found: Credentials
        do {
            search = try InlineExecutor.run { await chain.search() }
            found = try search.result.get()
        } catch {
            var finding = Finding(error)
            if let clock = listener.comparison, clock.verdict(tokenSeconds: seconds) != .ok {
                // What a service says about a signature from another time seldom says so.
                finding.remedy = "First, the clock: \(clock.text). \(ClockComparison.remedy)"
            }
            throw finding
        }
        let kind = found.sessionToken == nil ? "long-lived" : "temporary"
        let end = found.expiration.map { "until \(AWSTimestamp.iso8601($0))" } ?? "without an end that is known"
        let source = search.winner ?? "unknown"
        let isShort = found.expiration.map { $0 < Date() + Double(seconds) } ?? false
        return Examination.Result(
            verdict: isShort ? .note : .ok,
            text: "\(found.accessKeyID), \(kind), from \(source), \(end)"
                + (isShort ? ", which is earlier than a token of \(seconds) seconds" : ""),
            value: found,
            facts: [
                DoctorReport.Fact("accessKey", found.accessKeyID), DoctorReport.Fact("kind", kind),
                DoctorReport.Fact("source", source),
            ] + (found.expiration.map { [DoctorReport.Fact("expiration", AWSTimestamp.iso8601($0))] } ?? [])
        )
    }

    /// This machine's clock beside one that was heard.
    func clock() throws(Finding) -> Examination.Result<Void> {
        guard let clock = listener.comparison else {
            return Examination.Result(verdict: .skipped, text: "not checked: no server has said the time", value: ())
        }
        let facts = [DoctorReport.Fact("leadSeconds", "\(Int(clock.lead.rounded()))")]
        switch clock.verdict(tokenSeconds: seconds) {
        case .ok: return Examination.Result(verdict: .ok, text: clock.text, value: (), facts: facts)
        case .note: return Examination.Result(verdict: .note, text: clock.text, value: (), facts: facts)
        case .broken: throw Finding(.noPermission, clock.text, remedy: ClockComparison.remedy, facts: facts)
        }
    }

    private var seconds: Int { Int(settings.duration.components.seconds) }
}
