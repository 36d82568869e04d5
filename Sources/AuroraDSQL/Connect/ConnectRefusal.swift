import AuroraDSQLCredentials

/// Why the server refused a login, read off its words.
///
/// | primary message begins with | and | is |
/// |---|---|---|
/// | unable to accept connection, access denied | hint begins with "Signature expired" | ``signatureExpired`` |
/// | the same | hint begins with "Wrong user to action mapping" | ``wrongAction`` |
/// | the same | hint contains "is not authorized to perform" | ``notAuthorized`` |
/// | the same | any other hint | ``accessDenied`` |
/// | unable to accept connection, waking up cluster | | ``wakingUp`` |
/// | unable to accept connection, too many open connections | or SQLSTATE 53300 | ``tooManyConnections`` |
/// | unable to accept connection, rate exceeded | or SQLSTATE 53400 | ``rateExceeded`` |
/// | unable to accept connection, sni was not received | | ``sniMissing`` |
/// | ssl is mandatory | | ``tlsRequired`` |
/// | | SQLSTATE 57P03 | ``startingUp`` |
///
/// Case does not matter. Access is denied only under a SQLSTATE of class 08 or 28, or none where the driver had only
/// text: which one DSQL sends is not documented.
package enum ConnectRefusal: Sendable, Hashable {
    case signatureExpired, wrongAction, notAuthorized, accessDenied
    case wakingUp, tooManyConnections, rateExceeded, startingUp
    case sniMissing, tlsRequired
    case other

    /// Reads a server's error.
    package init(_ error: PostgresServerError) {
        switch error.sqlState {
        case "53300": self = .tooManyConnections
        case "53400": self = .rateExceeded
        case "57P03": self = .startingUp
        default: self = Self.read(error)
        }
    }

    private static func read(_ error: PostgresServerError) -> ConnectRefusal {
        let message = (error.message.trimmedOrNil ?? "").lowercased()
        if message.hasPrefix("ssl is mandatory") { return .tlsRequired }
        let beginning = "unable to accept connection, "
        guard message.hasPrefix(beginning) else { return .other }
        let reason = message.dropFirst(beginning.count)
        if reason.hasPrefix("waking up cluster") { return .wakingUp }
        if reason.hasPrefix("too many open connections") { return .tooManyConnections }
        if reason.hasPrefix("rate exceeded") { return .rateExceeded }
        if reason.hasPrefix("sni was not received") { return .sniMissing }
        let state = error.sqlState
        guard reason.hasPrefix("access denied"), state.isEmpty || state.hasPrefix("08") || state.hasPrefix("28") else {
            return .other
        }
        let hint = (error.hint?.trimmedOrNil ?? "").lowercased()
        if hint.hasPrefix("signature expired") { return .signatureExpired }
        if hint.hasPrefix("wrong user to action mapping") { return .wrongAction }
        if hint.contains("is not authorized to perform") { return .notAuthorized }
        return .accessDenied
    }

    /// Whether opening is worth another try, and when.
    package var disposition: PoolStateMachine.Disposition {
        switch self {
        case .wakingUp, .tooManyConnections, .rateExceeded, .startingUp: .wait
        case .signatureExpired, .wrongAction, .notAuthorized, .accessDenied, .sniMissing, .tlsRequired: .permanent
        case .other: .network
        }
    }

    /// The identifier in a detail such as `Session Id: 2aaf...`.
    package static func sessionID(_ error: PostgresServerError) -> String? {
        let label = "session id:"
        for line in (error.detail ?? "").split(whereSeparator: \.isNewline) {
            guard let text = String(line).trimmedOrNil, text.lowercased().hasPrefix(label) else { continue }
            return String(text.dropFirst(label.count)).trimmedOrNil
        }
        return nil
    }
}
