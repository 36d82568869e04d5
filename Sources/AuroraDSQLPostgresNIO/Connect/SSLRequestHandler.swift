#if PostgresNIOSupport
    import NIOCore

    /// Asks the server for TLS in PostgreSQL's own way, and makes room for TLS when it says yes.
    ///
    /// Nothing but the one byte of the answer is taken in clear: bytes behind it could have been put there by anybody, to be
    /// read as if they had come through TLS.
    final class SSLRequestHandler: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        /// The code of an SSLRequest, in the place of a protocol version.
        private static let code: UInt32 = 80_877_103

        private let next: [any ChannelHandler]
        private var promise: EventLoopPromise<String?>?

        /// - Parameters:
        ///   - next: The handlers that take this one's place.
        ///   - promise: Failed where it does not come to that.
        init(next: [any ChannelHandler], promise: EventLoopPromise<String?>) {
            self.next = next
            self.promise = promise
        }

        func handlerAdded(context: ChannelHandlerContext) {
            var request = context.channel.allocator.buffer(capacity: 8)
            request.writeInteger(UInt32(8))
            request.writeInteger(Self.code)
            context.writeAndFlush(wrapOutboundOut(request), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            guard promise != nil, let answer = bytes.readInteger(as: UInt8.self) else {
                return fail(SecuringFailure.bytesBeforeTLS, context)
            }
            guard answer == UInt8(ascii: "S") else { return fail(SecuringFailure.notOffered, context) }
            guard bytes.readableBytes == 0 else { return fail(SecuringFailure.bytesBeforeTLS, context) }
            do {
                try context.pipeline.syncOperations.addHandlers(next, position: .after(self))
                promise = nil
                context.pipeline.syncOperations.removeHandler(self, promise: nil)
            } catch {
                fail(error, context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

        func channelInactive(context: ChannelHandlerContext) {
            fail(ChannelError.eof, context)
            context.fireChannelInactive()
        }

        private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
            promise?.fail(error)
            promise = nil
            context.close(promise: nil)
        }
    }
#endif
