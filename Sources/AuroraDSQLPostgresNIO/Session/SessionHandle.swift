#if PostgresNIOSupport
    import NIOCore

    /// What PostgresNIO holds of a ``SessionChannel``: when it lets go, the pipeline ends.
    final class SessionHandle: Channel {
        private let channel: SessionChannel

        init(_ channel: SessionChannel) { self.channel = channel }

        deinit {
            let channel = channel
            channel.eventLoop.execute { channel.removeHandlers() }
        }

        var pipeline: ChannelPipeline { channel.pipeline }
        var eventLoop: any EventLoop { channel.eventLoop }
        var allocator: ByteBufferAllocator { channel.allocator }
        var closeFuture: EventLoopFuture<Void> { channel.closeFuture }
        var localAddress: SocketAddress? { channel.localAddress }
        var remoteAddress: SocketAddress? { channel.remoteAddress }
        var parent: (any Channel)? { channel.parent }
        var isWritable: Bool { channel.isWritable }
        var isActive: Bool { channel.isActive }
        var _channelCore: any ChannelCore { channel }

        func setOption<Option: ChannelOption>(_ option: Option, value: Option.Value) -> EventLoopFuture<Void> {
            channel.setOption(option, value: value)
        }

        func getOption<Option: ChannelOption>(_ option: Option) -> EventLoopFuture<Option.Value> {
            channel.getOption(option)
        }
    }
#endif
