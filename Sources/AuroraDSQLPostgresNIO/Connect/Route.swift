#if PostgresNIOSupport
    import NIOCore
    import NIOPosix
    import NIOSSL

    /// The way to a server: what to dial, and how TLS is set up there.
    struct Route: Sendable {
        /// What to dial.
        enum Target: Sendable {
            /// Each address of the host, IPv6 and IPv4 by turns.
            case host
            case address(SocketAddress)
        }

        var target: Target
        let port: Int
        /// The name that SNI carries and the certificate must have.
        let host: String
        let tls: NIOSSLContext
        let negotiation: PostgresNIOOptions.TLSNegotiation

        func dial(with bootstrap: ClientBootstrap) -> EventLoopFuture<any Channel> {
            switch target {
            case .host: bootstrap.connect(host: host, port: port)
            case .address(let address): bootstrap.connect(to: address)
            }
        }
    }
#endif
