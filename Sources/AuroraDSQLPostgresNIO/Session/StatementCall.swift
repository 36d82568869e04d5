#if PostgresNIOSupport
    import AuroraDSQL
    import NIOCore
    import PostgresNIO
    import Synchronization

    /// One call of `execute`, which can be cancelled at the server.
    ///
    /// The call ends when the server has answered in full *and* no cancel request of it is on its way any more: a request
    /// that came late would hit the next statement. What cannot be brought to that point ends with the connection.
    final class StatementCall: Sendable {
        private struct State {
            var isSent = false
            var isCancelled = false
            var isAnswered = false
            var isRequesting = false
            /// Ends the connection when the call takes too long to come to rest.
            var limit: Scheduled<Void>?
            /// Waits for the request that is on its way.
            var rest: EventLoopPromise<Void>?
        }

        /// How long a server that was asked to cancel may go on before it is asked again: a request that overtook the
        /// statement had no effect.
        private static let requestInterval = TimeAmount.milliseconds(250)

        private let session: Session
        private let state = Mutex(State())

        private var eventLoop: any EventLoop { session.channel.eventLoop }

        init(session: Session) { self.session = session }

        var isCancelled: Bool { state.withLock { $0.isCancelled } }

        /// Sends the statement and reads its answer to the end; gives back its tag.
        func run(_ sql: String, on connection: PostgresConnection) -> EventLoopFuture<String?> {
            // A message holds the text up to its first zero byte: the server would be sent something else than was written.
            guard !sql.utf8.contains(0) else {
                return eventLoop.makeFailedFuture(
                    DSQLError(.invalidConfiguration, "A statement with U+0000 in it cannot be sent.")
                )
            }
            return eventLoop.flatSubmit { self.send(PostgresQuery(unsafeSQL: sql), on: connection) }
        }

        private func send(_ query: PostgresQuery, on connection: PostgresConnection) -> EventLoopFuture<String?> {
            // PostgresNIO leaves a statement on a channel that has ended without an answer.
            guard session.channel.isActive else { return eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
            let mayBeSent = state.withLock { state in
                state.isSent = !state.isCancelled
                return state.isSent
            }
            guard mayBeSent else { return eventLoop.makeFailedFuture(CancellationError()) }
            return connection.query(query, logger: connection.logger) { _ in }
                .map { _ in }
                .flatMapErrorThrowing { error in
                    // A tag that PostgresNIO cannot split is still the server's word that the statement is done.
                    guard let error = error as? PSQLError, error.code == .invalidCommandTag else { throw error }
                }
                .flatMap {
                    let tag = self.session.commandTag
                    return self.rest().map { tag }
                }
                .flatMapError { error in
                    self.rest().flatMapThrowing { throw error }
                }
        }

        /// Cancels the statement, or keeps it from being sent.
        func cancel() {
            let mustAsk = state.withLock { state in
                guard !state.isCancelled else { return false }
                state.isCancelled = true
                guard state.isSent, !state.isAnswered else { return false }
                state.limit = eventLoop.scheduleTask(in: session.cancelTimeout) { self.end() }
                state.isRequesting = true
                return true
            }
            if mustAsk { ask() }
        }

        private func ask() {
            guard let key = session.cancelKey else { return giveUp() }
            session.route.cancel(key, on: eventLoop, within: session.cancelTimeout).whenComplete { result in
                switch result {
                case .success: self.requestEnded()
                // One that failed may yet arrive.
                case .failure: self.giveUp()
                }
            }
        }

        /// Ends the connection, and the call when that is done.
        private func giveUp() {
            end()
            session.channel.closeFuture.whenComplete { _ in self.requestEnded() }
        }

        private func requestEnded() {
            let (rest, mayAskAgain) = state.withLock { state in
                state.isRequesting = false
                defer { state.rest = nil }
                return (state.rest, !state.isAnswered)
            }
            rest?.succeed()
            guard mayAskAgain else { return }
            eventLoop.scheduleTask(in: Self.requestInterval) {
                let mustAsk = self.state.withLock { state in
                    guard !state.isAnswered, !state.isRequesting else { return false }
                    state.isRequesting = true
                    return true
                }
                if mustAsk { self.ask() }
            }
        }

        /// The server has answered; done when nothing is on its way any more.
        private func rest() -> EventLoopFuture<Void> {
            let (promise, limit) = state.withLock { state -> (EventLoopPromise<Void>?, Scheduled<Void>?) in
                state.isAnswered = true
                if state.isRequesting { state.rest = eventLoop.makePromise() }
                return (state.rest, state.limit)
            }
            limit?.cancel()
            return promise?.futureResult ?? eventLoop.makeSucceededVoidFuture()
        }

        private func end() { session.channel.close(mode: .all, promise: nil) }
    }
#endif
