#if PostgresNIOSupport
    import NIOCore

    extension Route {
        /// The code of a cancel request, in the place of a protocol version.
        private static let cancelCode: UInt32 = 80_877_102

        /// Sends a cancel request, and waits until the server has taken it and closed the connection.
        ///
        /// - Parameter key: Process number and secret, as the server gave them.
        func cancel(_ key: ByteBuffer, on loop: any EventLoop, within limit: TimeAmount) -> EventLoopFuture<Void> {
            let deadline = NIODeadline.now() + limit
            return ChannelOpening(self, on: loop, until: deadline).begin().flatMap { channel in
                var request = channel.allocator.buffer(capacity: 8 + key.readableBytes)
                request.writeInteger(UInt32(8 + key.readableBytes))
                request.writeInteger(Self.cancelCode)
                request.writeImmutableBuffer(key)
                channel.writeAndFlush(request, promise: nil)
                let timer = loop.scheduleTask(deadline: deadline) { channel.close(mode: .all, promise: nil) }
                return channel.closeFuture.flatMapThrowing {
                    timer.cancel()
                    guard NIODeadline.now() < deadline else { throw ChannelError.connectTimeout(limit) }
                }
            }
        }
    }
#endif
