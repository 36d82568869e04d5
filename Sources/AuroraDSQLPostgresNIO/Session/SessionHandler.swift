#if PostgresNIOSupport
    import AuroraDSQL
    import Logging
    import NIOCore
    import NIOTLS

    /// Stands between TLS and PostgresNIO's pipeline: reads along, holds the end of a statement back until it is certain,
    /// and says goodbye.
    final class SessionHandler: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private static let terminate = UInt8(ascii: "X")

        private let session: Session
        private let logger: Logger
        private var stream = BackendStream()
        private var isRefused = false
        private var saidGoodbye = false
        /// Whether PostgresNIO has read since it was told that a read is complete.
        private var hasRead = true

        private var upper: ChannelPipeline.SynchronousOperations { session.channel.pipeline.syncOperations }

        init(session: Session, logger: Logger) {
            self.session = session
            self.logger = logger
        }

        // MARK: To PostgresNIO

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !isRefused else { return }
            var refusal: SessionState.Refusal?
            let passed = stream.read(unwrapInboundIn(data)) { event in
                if case .notice(let body) = event { log(body) }
                refusal = session.note(event) ?? refusal
            }
            if let refusal {
                isRefused = true
                upper.fireErrorCaught(refusal)
            } else if passed.readableBytes > 0 {
                upper.fireChannelRead(NIOAny(passed))
            }
        }

        /// Passes the end of a read on, once for each that PostgresNIO has asked for.
        ///
        /// When a session ends, SwiftNIO delivers what is left unasked. PostgresNIO takes rows that come so, but ends the
        /// process at a completion that it did not ask for; the rows wait in it for what follows.
        func channelReadComplete(context: ChannelHandlerContext) {
            guard hasRead else { return }
            hasRead = false
            upper.fireChannelReadComplete()
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) { upper.fireChannelWritabilityChanged() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            passRest()
            upper.fireErrorCaught(error)
        }

        func channelInactive(context: ChannelHandlerContext) {
            passRest()
            upper.fireChannelInactive()
        }

        /// What the server said last comes before the end: PostgresNIO listens no more once it was told of an error, such as
        /// that of a session cut without TLS's farewell.
        private func passRest() {
            if let rest = stream.end() { upper.fireChannelRead(NIOAny(rest)) }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            // PostgresNIO takes the end of a handshake for the answer to an SSLRequest of its own.
            if case TLSUserEvent.handshakeCompleted = event { return }
            upper.fireUserInboundEventTriggered(event)
        }

        // MARK: From PostgresNIO

        /// Reads when PostgresNIO wants more: rows that nobody has taken yet are not to pile up.
        func read(context: ChannelHandlerContext) {
            guard session.channel.isReadingOutright else { return upper.read() }
            hasRead = true
            context.read()
        }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            let bytes = unwrapOutboundIn(data)
            if bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) == Self.terminate { saidGoodbye = true }
            session.sent()
            context.write(data, promise: promise)
        }

        /// PostgresNIO says goodbye only when it is asked to close gracefully; without it the server reports a client that
        /// has vanished.
        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            if mode == .all, !saidGoodbye, session.isAtRest {
                var goodbye = context.channel.allocator.buffer(capacity: 5)
                goodbye.writeInteger(Self.terminate)
                goodbye.writeInteger(UInt32(4))
                context.writeAndFlush(wrapOutboundOut(goodbye), promise: nil)
            }
            saidGoodbye = true
            context.close(mode: mode, promise: promise)
        }

        private func log(_ body: ByteBuffer) {
            guard logger.logLevel <= .debug else { return }
            let notice = PostgresServerError(fields: MessageFields.read(body))
            logger.debug(
                "Notice from the server",
                metadata: [
                    "severity": "\(notice.severity)", "sqlstate": "\(notice.sqlState)", "notice": "\(notice.message)",
                ]
            )
        }
    }
#endif
