#if PostgresNIOSupport
    import NIOCore

    #if canImport(Glibc)
        import Glibc
    #endif

    /// What makes a silent network noticed: without it, a COMMIT into nowhere would wait for a quarter of an hour.
    enum SocketOptions {
        static func apply(to channel: any Channel) -> EventLoopFuture<Void> {
            var settings: [EventLoopFuture<Void>] = [channel.setOption(.socketOption(.so_keepalive), value: 1)]
            #if canImport(Glibc)
                // Seconds of silence before the first probe, between probes, and how many; milliseconds without acknowledgement.
                let values = [(TCP_KEEPIDLE, 30), (TCP_KEEPINTVL, 10), (TCP_KEEPCNT, 3), (TCP_USER_TIMEOUT, 60_000)]
                for (name, value) in values {
                    let option = NIOBSDSocket.Option(rawValue: CInt(name))
                    settings.append(channel.setOption(.tcpOption(option), value: SocketOptionValue(value)))
                }
            #endif
            return EventLoopFuture.andAllSucceed(settings, on: channel.eventLoop)
        }
    }
#endif
