import AuroraDSQLCredentials

extension ConnectRefusal {
    /// The error a caller sees.
    ///
    /// - Parameters:
    ///   - server: What the server said.
    ///   - cause: What the driver threw.
    ///   - parameters: Where and as whom the login was tried.
    ///   - wallTime: This machine's time.
    package func error(
        _ server: PostgresServerError,
        cause: any Error,
        parameters: ConnectionParameters,
        wallTime: String
    ) -> DSQLError {
        let host = parameters.endpoint.host
        let said = Quoted(server.hint ?? server.message)
        let action = "dsql:\(parameters.tokenRequest.action.rawValue)"
        let user = Quoted(parameters.user)
        let (code, message, remedy): (DSQLError.Code, String, String?) =
            switch self {
            case .signatureExpired:
                (
                    .clockSkew,
                    "\(host) took two fresh tokens for expired: this machine's clock says \(wallTime), "
                        + "the server said \(said).",
                    "Set this machine's clock (NTP), or the token's duration if it is very short."
                )
            case .wrongAction:
                (
                    .wrongAction,
                    "The token was signed for \(action), which is not what the user \(user) logs in with: "
                        + "the server said \(said).",
                    "Only the user admin needs dsql:DbConnectAdmin; every other user needs dsql:DbConnect."
                )
            case .notAuthorized:
                (
                    .notAuthorized,
                    "IAM does not let these credentials log in as \(user): the server said \(said).",
                    "Allow \(action) on the cluster in the policy of the role or user."
                )
            case .accessDenied:
                (
                    .notAuthorized,
                    "\(host) denied access to the user \(user): the server said \(said).",
                    "See that the role exists and is mapped to these credentials (AWS IAM GRANT), "
                        + "and that they allow \(action)."
                )
            case .wakingUp, .startingUp:
                (
                    .wakingUp, "\(host) is not up yet: the server said \(said).",
                    "Try again in a while, or give the call more time."
                )
            case .tooManyConnections:
                (
                    .tooManyConnections, "\(host) has too many connections: the server said \(said).",
                    "Lower maximumConnections, or have the cluster's quota raised."
                )
            case .rateExceeded:
                (
                    .connectionRateExceeded, "Connections to \(host) are opened too fast: the server said \(said).",
                    "Start fewer clients at once, and keep connections longer."
                )
            case .sniMissing:
                (
                    .tlsFailed, "\(host) was not told which cluster is meant: the server said \(said).",
                    "Use a driver that sends SNI."
                )
            case .tlsRequired:
                (
                    .tlsFailed, "\(host) was reached without TLS: the server said \(said).",
                    "Use a driver that speaks TLS."
                )
            case .other:
                (
                    .connectionFailed,
                    "\(host) refused the connection: "
                        + "\(Quoted(server.hint.map { "\(server) (\($0))" } ?? server.description)).",
                    nil
                )
            }
        var error = DSQLError(code, message, remedy: remedy, cause: cause)
        error.sessionID = Self.sessionID(server)
        return error
    }
}
