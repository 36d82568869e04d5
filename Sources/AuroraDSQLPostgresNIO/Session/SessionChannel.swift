#if PostgresNIOSupport
    import NIOCore
    import Synchronization

    /// The channel PostgresNIO works on: a pipeline of its own on top of the one with the socket and TLS.
    ///
    /// SwiftNIO empties a channel's pipeline when the channel ends. PostgresNIO writes its statements into the pipeline, and
    /// one that comes after the end is lost there: whoever waits for it waits for ever. This pipeline stays until PostgresNIO
    /// lets go of the connection, and so a statement that comes late fails.
    final class SessionChannel: Channel, ChannelCore {
        /// The channel underneath.
        let base: any Channel
        private let ownPipeline = Mutex<ChannelPipeline?>(nil)
        private let readsOutright: NIOLoopBoundBox<Bool>

        /// Makes the channel, on the event loop of the one underneath.
        init(on base: any Channel) {
            self.base = base
            readsOutright = NIOLoopBoundBox(false, eventLoop: base.eventLoop)
            ownPipeline.withLock { $0 = ChannelPipeline(channel: self) }
        }

        /// Whether a read that reaches the channel underneath has passed PostgresNIO already.
        var isReadingOutright: Bool { readsOutright.value }

        /// Ends the pipeline, which otherwise keeps itself and all its handlers.
        func removeHandlers() { removeHandlers(pipeline: pipeline) }

        // MARK: Channel

        var pipeline: ChannelPipeline { ownPipeline.withLock { $0 } ?? base.pipeline }
        var eventLoop: any EventLoop { base.eventLoop }
        var allocator: ByteBufferAllocator { base.allocator }
        var closeFuture: EventLoopFuture<Void> { base.closeFuture }
        var localAddress: SocketAddress? { base.localAddress }
        var remoteAddress: SocketAddress? { base.remoteAddress }
        var parent: (any Channel)? { base }
        var isWritable: Bool { base.isWritable }
        var isActive: Bool { base.isActive }
        var _channelCore: any ChannelCore { self }

        func setOption<Option: ChannelOption>(_ option: Option, value: Option.Value) -> EventLoopFuture<Void> {
            base.setOption(option, value: value)
        }

        func getOption<Option: ChannelOption>(_ option: Option) -> EventLoopFuture<Option.Value> {
            base.getOption(option)
        }

        // MARK: ChannelCore

        func localAddress0() throws -> SocketAddress { try base._channelCore.localAddress0() }
        func remoteAddress0() throws -> SocketAddress { try base._channelCore.remoteAddress0() }

        func write0(_ data: NIOAny, promise: EventLoopPromise<Void>?) {
            base.pipeline.syncOperations.write(data, promise: promise)
        }

        func flush0() { base.pipeline.syncOperations.flush() }

        func read0() {
            readsOutright.value = true
            base.pipeline.syncOperations.read()
            readsOutright.value = false
        }

        func close0(error: any Error, mode: CloseMode, promise: EventLoopPromise<Void>?) {
            base.pipeline.syncOperations.close(mode: mode, promise: promise)
        }

        func triggerUserOutboundEvent0(_ event: Any, promise: EventLoopPromise<Void>?) {
            base.pipeline.syncOperations.triggerUserOutboundEvent(event, promise: promise)
        }

        func channelRead0(_ data: NIOAny) {}
        func errorCaught0(error: any Error) {}
        func register0(promise: EventLoopPromise<Void>?) { promise?.fail(ChannelError.operationUnsupported) }
        func registerAlreadyConfigured0(promise: EventLoopPromise<Void>?) { register0(promise: promise) }
        func bind0(to: SocketAddress, promise: EventLoopPromise<Void>?) { register0(promise: promise) }
        func connect0(to: SocketAddress, promise: EventLoopPromise<Void>?) { register0(promise: promise) }
    }
#endif
