import ArgumentParser
import AuroraDSQLCredentials

/// The permission that is asked for outright.
enum TokenAction: String, CaseIterable, ExpressibleByArgument {
    case dbConnect = "DbConnect"
    case dbConnectAdmin = "DbConnectAdmin"

    // Spelt out, since the default reflects every case, which costs more than signing.
    static var allValueStrings: [String] { allCases.map(\.rawValue) }

    /// The library's name for it.
    var action: AuthToken.Action {
        switch self {
        case .dbConnect: .dbConnect
        case .dbConnectAdmin: .dbConnectAdmin
        }
    }
}
