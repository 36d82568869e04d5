import ArgumentParser
import AuroraDSQLCredentials

/// The permission that is asked for outright.
enum TokenAction: String, OptionChoice {
    case dbConnect = "DbConnect"
    case dbConnectAdmin = "DbConnectAdmin"

    /// The library's name for it.
    var action: AuthToken.Action {
        switch self {
        case .dbConnect: .dbConnect
        case .dbConnectAdmin: .dbConnectAdmin
        }
    }
}
