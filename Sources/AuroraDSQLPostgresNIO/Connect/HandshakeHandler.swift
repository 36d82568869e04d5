#if PostgresNIOSupport
    import NIOCore
    import NIOTLS

    /// Waits for the end of the TLS handshake, then gets out of the way.
    final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = Never

        private var promise: EventLoopPromise<String?>?

        /// - Parameter promise: Gets the protocol that was negotiated.
        init(promise: EventLoopPromise<String?>) { self.promise = promise }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case TLSUserEvent.handshakeCompleted(let alpn) = event else {
                context.fireUserInboundEventTriggered(event)
                return
            }
            promise?.succeed(alpn)
            promise = nil
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            promise?.fail(error)
            promise = nil
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            promise?.fail(ChannelError.eof)
            promise = nil
            context.fireChannelInactive()
        }
    }
#endif
