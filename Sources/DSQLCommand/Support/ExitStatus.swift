import AuroraDSQL
import AuroraDSQLCredentials

/// The numbers the tool ends with, and the one place that says which error gets which.
struct ExitStatus: Sendable, Hashable {
    let rawValue: Int32

    static let success = ExitStatus(rawValue: 0)
    /// The command line is wrong (`EX_USAGE`).
    static let usage = ExitStatus(rawValue: 64)
    /// A value cannot be accepted, wherever it came from (`EX_DATAERR`).
    static let badValue = ExitStatus(rawValue: 65)
    /// Something on the network did not answer, or not in time (`EX_UNAVAILABLE`).
    static let unavailable = ExitStatus(rawValue: 69)
    /// A fault of the tool's or of the machine's (`EX_SOFTWARE`).
    static let fault = ExitStatus(rawValue: 70)
    /// Credentials, profiles, STS, SSO (`EX_NOPERM`).
    static let noPermission = ExitStatus(rawValue: 77)
    /// The command of `exec` cannot be executed, as shells say it.
    static let notExecutable = ExitStatus(rawValue: 126)
    /// The command of `exec` was not found, as shells say it.
    static let notFound = ExitStatus(rawValue: 127)

    private init(rawValue: Int32) { self.rawValue = rawValue }

    /// The status for an error.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure.status
        case let error as CredentialsError: self = ExitStatus(error.code)
        case let error as DSQLError: self = error.code == .invalidConfiguration ? .badValue : .fault
        default: self = .fault
        }
    }

    private init(_ code: CredentialsError.Code) {
        switch code {
        case .invalidValue, .regionRequired: self = .badValue
        // The only two that are worth another try unchanged, which a script must be able to tell.
        case .unreachable, .timedOut: self = .unavailable
        default: self = .noPermission
        }
    }
}
