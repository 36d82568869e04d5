import AuroraDSQL
import AuroraDSQLCredentials

/// Goes the way in that a login goes, one step after the other, until one is broken.
struct Doctor {
    /// The longest that connecting, shaking hands and logging in may take each, unless the URL says less.
    private static let longest: Int64 = 15

    private let options: ConnectionOptions

    init(_ options: ConnectionOptions) { self.options = options }

    /// Examines everything.
    ///
    /// - Throws: what is wrong with the command line itself.
    func examine() throws -> (report: DoctorReport, finding: Finding?) {
        POSIX.ignorePipeSignal()
        // Outside of the steps: what it throws about a command line is no finding about a cluster.
        let settings = Result { try ConnectionSettings(options) }
        if case .failure(let error as CommandFailure) = settings, error.status == .usage { throw error }
        var examination = Examination()
        var finding: Finding?
        do throws(Finding) {
            try examine(settings, &examination)
        } catch {
            finding = error
        }
        examination.finish()
        return (examination.report, finding)
    }

    private func examine(
        _ result: Result<ConnectionSettings, any Error>,
        _ examination: inout Examination
    ) throws(Finding) {
        let endpoint = EndpointSteps(options: options)
        let settings = try examination.step("endpoint") { () throws(Finding) in try endpoint.endpoint(result) }
        let known = try examination.step("region") { () throws(Finding) in try endpoint.region(settings) }
        let credentials = CredentialsSteps(settings: known)
        let found = try examination.step("credentials", isTimed: true) { () throws(Finding) in
            try credentials.credentials()
        }
        try examination.step("clock") { () throws(Finding) in try credentials.clock() }
        let limit = Duration.seconds(min(known.connectTimeout ?? Self.longest, Self.longest))
        let network = NetworkSteps(settings: known, limit: limit)
        let bundle = try examination.step("ca-bundle") { () throws(Finding) in try network.bundle() }
        let addresses = try examination.step("dns", isTimed: true) { () throws(Finding) in try network.addresses() }
        let socket = try examination.step("tcp", isTimed: true) { () throws(Finding) in
            try network.connect(to: addresses)
        }
        let connection = try examination.step("tls", isTimed: true) { () throws(Finding) in
            try TLSStep(settings: known, bundle: bundle, limit: limit).shakeHands(socket)
        }
        let login = LoginStep(settings: known, credentials: found, limit: limit)
        try examination.step("login", isTimed: true) { () throws(Finding) in try login.logIn(connection) }
    }
}
