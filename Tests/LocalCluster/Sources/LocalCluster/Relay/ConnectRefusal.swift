/// The ways the cluster refuses a connection, in the service's words.
enum ConnectRefusal {
    static func accessDenied(hint: String, detail: String) -> ServerError {
        ServerError(.fatal, "08006", "unable to accept connection, access denied", detail: detail, hint: hint)
    }

    static func noServerName(detail: String) -> ServerError {
        ServerError(.fatal, "08006", "unable to accept connection, sni was not received", detail: detail)
    }

    static func unknownServerName(_ name: String, detail: String) -> ServerError {
        ServerError(.fatal, "08006", "unable to accept connection, cluster \(name) was not found", detail: detail)
    }

    static func wakingUp(detail: String) -> ServerError {
        ServerError(
            .fatal,
            "08006",
            "unable to accept connection, waking up cluster, please retry later",
            detail: detail
        )
    }

    static func tooManyConnections(detail: String) -> ServerError {
        ServerError(.fatal, "53300", "Unable to accept connection, too many open connections.", detail: detail)
    }

    static func rateExceeded(detail: String) -> ServerError {
        ServerError(.fatal, "53400", "Unable to accept connection, rate exceeded.", detail: detail)
    }
}
