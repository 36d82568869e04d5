#if PostgresNIOSupport
    import AuroraDSQL
    import NIOCore
    import NIOPosix
    import NIOSSL

    /// TLS as it is set up with every server: verified in full, 1.2 or later.
    enum TLSContext {
        /// PostgreSQL's name in TLS's application-layer protocol negotiation.
        static let alpn = "postgresql"

        /// How long a server that no longer answers may hold up the end of a connection.
        private static let shutdownTimeout = TimeAmount.seconds(1)

        /// Reads the root certificates, which blocks, on a thread that may.
        static func make(rootCertificatePath path: String) async throws -> NIOSSLContext {
            do {
                return try await NIOThreadPool.singleton.runIfActive {
                    var configuration = TLSConfiguration.makeClientConfiguration()
                    configuration.minimumTLSVersion = .tlsv12
                    configuration.certificateVerification = .fullVerification
                    configuration.trustRoots = .file(path)
                    configuration.applicationProtocols = [alpn]
                    configuration.shutdownTimeout = shutdownTimeout
                    return try NIOSSLContext(configuration: configuration)
                }
            } catch let error as CancellationError {
                throw error
            } catch {
                throw DSQLError(
                    .tlsFailed,
                    "The root certificates in \(path) cannot be used: \(error).",
                    remedy: "Name a readable file of certificates in PEM form.",
                    cause: error
                )
            }
        }
    }
#endif
