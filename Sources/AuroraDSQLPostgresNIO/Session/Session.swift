#if PostgresNIOSupport
    import AuroraDSQL
    import NIOCore
    import Synchronization

    /// What belongs to a connection beside PostgresNIO's: what the server said, and the way to cancel a statement.
    final class Session: Sendable {
        /// What PostgresNIO works on.
        let channel: SessionChannel
        /// The way to the same server, for cancel requests.
        let route: Route
        let cancelTimeout: TimeAmount
        private let state = Mutex(SessionState())

        init(channel: SessionChannel, route: Route, cancelTimeout: TimeAmount) {
            self.channel = channel
            self.route = route
            self.cancelTimeout = cancelTimeout
        }

        var transactionStatus: PostgresTransactionStatus { state.withLock { $0.transactionStatus } }
        var commandTag: String? { state.withLock { $0.commandTag } }
        var cancelKey: ByteBuffer? { state.withLock { $0.cancelKey } }
        var isAtRest: Bool { state.withLock { $0.isAtRest } }

        func sent() { state.withLock { $0.sent() } }

        /// Notes what the server said; a refusal means that the connection must be given up.
        func note(_ event: BackendStream.Event) -> SessionState.Refusal? {
            state.withLock { state in
                state.note(event)
                return state.refusal
            }
        }
    }
#endif
