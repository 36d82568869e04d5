#if PostgresNIOSupport
    import AuroraDSQL
    import NIOCore
    import NIOPosix
    import NIOSSL
    import Synchronization

    /// Opens a channel with TLS on it, within a limit, and can be given up at any moment.
    final class ChannelOpening: Sendable {
        private struct State {
            /// What is being dialled, and what has been.
            var channels: [any Channel] = []
            var isOver = false
        }

        private let route: Route
        private let loop: any EventLoop
        private let deadline: NIODeadline
        private let promise: EventLoopPromise<any Channel>
        private let state = Mutex(State())

        init(_ route: Route, on loop: any EventLoop, until deadline: NIODeadline) {
            self.route = route
            self.loop = loop
            self.deadline = deadline
            promise = loop.makePromise()
        }

        /// Dials and sets TLS up.
        func begin() -> EventLoopFuture<any Channel> {
            let timer = loop.scheduleTask(deadline: deadline) { self.abandon(ConnectFailure.timedOut) }
            guard let bootstrap = bootstrap() else {
                abandon(ConnectFailure.unfitEventLoop)
                return promise.futureResult
            }
            route.dial(with: bootstrap)
                .flatMapErrorThrowing { throw ConnectFailure.dialling($0) }
                .flatMap { channel in
                    self.secure(channel).flatMapErrorThrowing { throw ConnectFailure.securing($0) }
                }
                .whenComplete { result in
                    timer.cancel()
                    switch result {
                    case .success(let channel): self.finish(channel)
                    case .failure(let error): self.abandon(error)
                    }
                }
            return promise.futureResult
        }

        /// Gives up and closes what was opened; nothing, where the opening is over.
        func abandon(_ error: any Error) {
            let channels = state.withLock { state -> [any Channel]? in
                guard !state.isOver else { return nil }
                state.isOver = true
                defer { state.channels = [] }
                return state.channels
            }
            guard let channels else { return }
            for channel in channels { channel.close(mode: .all, promise: nil) }
            promise.fail(error)
        }

        private func finish(_ channel: any Channel) {
            let isWanted = state.withLock { state in
                defer {
                    state.isOver = true
                    state.channels = []
                }
                return !state.isOver
            }
            if isWanted { promise.succeed(channel) } else { channel.close(mode: .all, promise: nil) }
        }

        private func bootstrap() -> ClientBootstrap? {
            ClientBootstrap(validatingGroup: loop)?
                .connectTimeout(max(deadline - .now(), .milliseconds(1)))
                .channelInitializer { channel in
                    let isOver = self.state.withLock { state in
                        if !state.isOver { state.channels.append(channel) }
                        return state.isOver
                    }
                    guard !isOver else { return channel.eventLoop.makeFailedFuture(ConnectFailure.timedOut) }
                    return SocketOptions.apply(to: channel)
                }
        }

        /// Sets TLS up on a channel that has just connected, before anything is read from it.
        private func secure(_ channel: any Channel) -> EventLoopFuture<any Channel> {
            let handshake = channel.eventLoop.makePromise(of: String?.self)
            do {
                let tls = try NIOSSLClientHandler(context: route.tls, serverHostname: route.host)
                let handlers: [any ChannelHandler] = [tls, HandshakeHandler(promise: handshake)]
                switch route.negotiation {
                case .direct:
                    try channel.pipeline.syncOperations.addHandlers(handlers)
                case .sslRequest:
                    let request = SSLRequestHandler(next: handlers, promise: handshake)
                    try channel.pipeline.syncOperations.addHandler(request)
                }
            } catch {
                handshake.fail(error)
            }
            let negotiation = route.negotiation
            return handshake.futureResult.flatMapThrowing { alpn in
                // Whoever takes TLS at once but does not name the protocol may be another kind of server.
                guard negotiation == .sslRequest || alpn == TLSContext.alpn else { throw SecuringFailure.noALPN }
                return channel
            }
        }
    }
#endif
