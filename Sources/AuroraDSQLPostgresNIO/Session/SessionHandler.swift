#if PostgresNIOSupport
    import AuroraDSQL
    import Logging
    import NIOCore
    import NIOTLS

    /// Stands between TLS and PostgresNIO: reads along, holds the end of a statement back until it is certain, and says
    /// goodbye.
    final class SessionHandler: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias InboundOut = ByteBuffer
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private static let terminate = UInt8(ascii: "X")

        private let session: Session
        private let logger: Logger
        private var stream = BackendStream()
        private var isRefused = false
        private var saidGoodbye = false

        init(session: Session, logger: Logger) {
            self.session = session
            self.logger = logger
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !isRefused else { return }
            var refusal: SessionState.Refusal?
            let passed = stream.read(unwrapInboundIn(data)) { event in
                if case .notice(let body) = event { log(body) }
                refusal = session.note(event) ?? refusal
            }
            if let refusal {
                isRefused = true
                context.fireErrorCaught(refusal)
            } else if passed.readableBytes > 0 {
                context.fireChannelRead(wrapInboundOut(passed))
            }
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

        /// PostgresNIO takes the end of a handshake for the answer to an SSLRequest of its own.
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case TLSUserEvent.handshakeCompleted = event { return }
            context.fireUserInboundEventTriggered(event)
        }

        private func log(_ body: ByteBuffer) {
            guard logger.logLevel <= .debug else { return }
            let notice = PostgresServerError(fields: Self.fields(body))
            logger.debug(
                "Notice from the server",
                metadata: [
                    "severity": "\(notice.severity)", "sqlstate": "\(notice.sqlState)", "notice": "\(notice.message)",
                ]
            )
        }

        private static func fields(_ body: ByteBuffer) -> [PostgresServerError.Field: String] {
            var body = body
            var fields: [PostgresServerError.Field: String] = [:]
            while let letter = body.readInteger(as: UInt8.self), letter != 0, let text = body.readNullTerminatedString()
            {
                fields[PostgresServerError.Field(rawValue: letter)] = text
            }
            return fields
        }
    }
#endif
