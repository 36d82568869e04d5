#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLCredentials
    import NIOCore
    import NIOPosix
    import NIOSSL
    import PostgresNIO

    /// Why a connection could not be opened, by how far it had come.
    enum ConnectFailure: Error {
        case dialling(any Error)
        case securing(any Error)
        case loggingIn(any Error)
        case timedOut
        case unfitEventLoop

        /// Whether the other side went away, rather than said or showed something wrong.
        private static func isHangUp(_ error: any Error) -> Bool {
            switch error {
            case is IOError, is ChannelError: true
            case let error as NIOSSLError:
                error == .uncleanShutdown || error == .handshakeFailed(.sslError([.eofDuringHandshake]))
            case let error as PSQLError: error.isConnectionLost && error.underlying.map(isHangUp) ?? true
            default: false
            }
        }

        /// What the failure is for the connector.
        func error(_ parameters: ConnectionParameters) -> any Error {
            let host = parameters.endpoint.host
            let place = (parameters.hostAddress.map { "\(host) (\($0))" } ?? host) + ", port \(parameters.port)"
            switch self {
            case .timedOut, .dialling(ChannelError.connectTimeout):
                return Self.timedOut(place, parameters)
            case .dialling(let error as NIOConnectionError) where error.connectionErrors.isEmpty:
                let reason = error.dnsAAAAError ?? error.dnsAError ?? error
                return DSQLError(.unreachable, "The host \"\(host)\" cannot be looked up: \(reason).", cause: error)
            case .dialling(let error as NIOConnectionError):
                let limits = error.connectionErrors.filter {
                    if case ChannelError.connectTimeout = $0.error { true } else { false }
                }
                if limits.count == error.connectionErrors.count { return Self.timedOut(place, parameters) }
                let reasons = error.connectionErrors.map { "\($0.target): \($0.error)" }.joined(separator: "; ")
                return DSQLError(.unreachable, "No connection to \(place): \(reasons).", cause: error)
            case .dialling(let error):
                return DSQLError(.unreachable, "No connection to \(place): \(error).", cause: error)
            case .securing(let error) where Self.isHangUp(error):
                return DSQLError(.unreachable, "\(place), hung up while TLS was set up: \(error).", cause: error)
            case .securing(let error):
                return DSQLError(
                    .tlsFailed,
                    "TLS with \(place), could not be set up: \(error).",
                    remedy: "Check the root certificates and that the host is the cluster's own name.",
                    cause: error
                )
            case .loggingIn(let error): return Self.login(error, place, parameters)
            case .unfitEventLoop:
                return DSQLError(
                    .invalidConfiguration,
                    "The event loop group of PostgresNIODriver is not one of NIOPosix.",
                    remedy: "Pass a MultiThreadedEventLoopGroup, or none."
                )
            }
        }

        private static func login(_ error: any Error, _ place: String, _ parameters: ConnectionParameters) -> any Error
        {
            guard let error = error as? PSQLError else {
                return DSQLError(.connectionFailed, "The login at \(place), failed: \(error).", cause: error)
            }
            // What the server refused comes out as PostgresNIO throws it.
            if error.serverError != nil { return error }
            switch error.underlying {
            case ChannelError.connectTimeout?: return timedOut(place, parameters)
            case let refusal as SessionState.Refusal:
                return DSQLError(.connectionFailed, "The login at \(place), was given up: \(refusal).", cause: error)
            default: break
            }
            if isHangUp(error) {
                return DSQLError(.unreachable, "\(place), hung up during the login: \(error.code).", cause: error)
            }
            return DSQLError(.connectionFailed, "The login at \(place), failed: \(error.code).", cause: error)
        }

        private static func timedOut(_ place: String, _ parameters: ConnectionParameters) -> DSQLError {
            DSQLError(
                .connectTimedOut,
                "Opening a connection to \(place), took longer than \(parameters.connectTimeout).",
                remedy: "Check the way to the cluster, or raise the connect time limit."
            )
        }
    }

    /// What is wrong with the way a server takes TLS.
    enum SecuringFailure: Error, CustomStringConvertible {
        case notOffered, bytesBeforeTLS, noALPN

        var description: String {
            switch self {
            case .notOffered: "the server does not offer TLS"
            case .bytesBeforeTLS: "there were bytes in clear where TLS was to begin"
            case .noALPN: "the server did not agree on the protocol \"\(TLSContext.alpn)\""
            }
        }
    }
#endif
