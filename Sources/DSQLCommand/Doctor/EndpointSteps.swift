import AuroraDSQL
import AuroraDSQLCredentials

/// The first two steps: where to log in, and in which Region.
struct EndpointSteps {
    typealias Settings = Result<ConnectionSettings, any Error>

    let options: ConnectionOptions

    /// The host and what else was settled before anything is asked.
    func endpoint(_ result: Settings) throws(Finding) -> Examination.Result<Settings> {
        switch result {
        case .success(let settings):
            return Examination.Result(
                verdict: .ok,
                text: "\(settings.endpoint.host) port \(settings.port), user \(Quoted(settings.user)), database "
                    + "\(Quoted(settings.database))",
                value: result,
                facts: [
                    DoctorReport.Fact("host", settings.endpoint.host), DoctorReport.Fact("port", "\(settings.port)"),
                    DoctorReport.Fact("user", settings.user), DoctorReport.Fact("database", settings.database),
                ]
            )
        case .failure(let error):
            guard !Self.isAboutRegion(error) else {
                return Examination.Result(verdict: .ok, text: "a cluster or host without its Region", value: result)
            }
            throw Finding(error)
        }
    }

    /// The Region and where it came from.
    func region(_ result: Settings) throws(Finding) -> Examination.Result<ConnectionSettings> {
        let settings: ConnectionSettings
        do { settings = try result.get() } catch { throw Finding(error) }
        let url = options.url.flatMap { try? ConnectionURL($0) }
        let database = options.dbname.flatMap { try? ConnectionURL($0) }
        let given = options.region ?? url?.region ?? database?.region
        let source = RegionSource(
            host: options.host ?? url?.host ?? database?.host ?? POSIX.repairedVariable("PGHOST") ?? "",
            isGiven: given?.trimmedOrNil != nil,
            environment: .tool
        )
        let name = settings.endpoint.region.name
        return Examination.Result(
            verdict: .ok,
            text: "\(name), from \(source.rawValue)",
            value: settings,
            facts: [DoctorReport.Fact("region", name), DoctorReport.Fact("source", source.rawValue)]
        )
    }

    private static func isAboutRegion(_ error: any Error) -> Bool {
        let cause = (error as? DSQLError)?.cause ?? error
        return (cause as? CredentialsError)?.code == .regionRequired
    }
}

extension Finding {
    /// A finding made of an error of the tool or of a library.
    init(_ error: any Error) {
        switch error {
        case let error as CommandFailure: self.init(error.status, error.message, remedy: error.remedy)
        case let error as CredentialsError: self.init(ExitStatus(error), error.message, remedy: error.remedy)
        case let error as DSQLError: self.init(ExitStatus(error), error.message, remedy: error.remedy)
        default: self.init(ExitStatus(error), StandardError.text(of: error))
        }
    }
}
