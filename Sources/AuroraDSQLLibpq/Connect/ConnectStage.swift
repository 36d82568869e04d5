import AuroraDSQL

/// How far opening a connection has come; it decides what a failure means.
enum ConnectStage: Sendable, Hashable {
    case dialling, securing, loggingIn

    /// What a failure at this stage is for the connector.
    func failure(_ message: String, host: String, address: String, port: Int) -> any Error {
        if self != .dialling, let refusal = RefusalText.serverError(in: message) { return refusal }
        let reason = RefusalText.firstLine(of: message)
        let place = "\(host) (\(address)), port \(port)"
        switch self {
        case .dialling:
            return DSQLError(.unreachable, "No connection to \(place): \(reason).")
        case .securing where Self.isHangUp(reason):
            return DSQLError(.unreachable, "\(place), hung up while TLS was set up: \(reason).")
        case .securing:
            return DSQLError(
                .tlsFailed,
                "TLS with \(place), could not be set up: \(reason).",
                remedy: "Check the root certificates and that the host is the cluster's own name."
            )
        case .loggingIn where Self.isHangUp(reason):
            return DSQLError(.unreachable, "\(place), hung up during the login: \(reason).")
        case .loggingIn:
            return DSQLError(.connectionFailed, "The login at \(place), failed: \(reason).")
        }
    }

    /// Whether the other side went away, rather than said or showed something wrong.
    private static func isHangUp(_ reason: String) -> Bool {
        ["SSL SYSCALL error", "unexpected eof", "server closed the connection"].contains { reason.contains($0) }
    }
}
