#if PostgresNIOSupport
    import Foundation
    import NIOCore
    import NIOPosix
    import NIOSSL
    import TestSupport

    /// A server on loopback, with TLS of its own, that answers each thing a client says with the next of its lines.
    ///
    /// For what no real server does.
    final class ScriptedServer: Sendable {
        let port: Int
        /// The file with the authority of its certificate, for `localhost`.
        let rootCertificatePath: String
        private let channel: any Channel
        private let folder: URL

        /// - Parameters:
        ///   - clear: The answer to the first bytes, in clear; none for a server that begins with TLS.
        ///   - protocols: What it agrees to in ALPN.
        ///   - lines: The answers within TLS.
        ///   - hangsUp: Whether it ends the connection after the last answer, without TLS's farewell.
        init(
            clear: [UInt8] = [],
            protocols: [String] = ["postgresql"],
            answering lines: [[UInt8]] = [],
            hangsUp: Bool = false
        ) async throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("scripted-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            rootCertificatePath = folder.appendingPathComponent("certificate.pem").path
            let keyPath = folder.appendingPathComponent("key.pem").path
            try await Self.makeCertificate(rootCertificatePath, keyPath)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(rootCertificatePath).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: keyPath, format: .pem))
            )
            configuration.applicationProtocols = protocols
            let context = try NIOSSLContext(configuration: configuration)
            channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if clear.isEmpty {
                            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                        } else {
                            let first = ClearAnswer(clear, context: context)
                            try channel.pipeline.syncOperations.addHandler(first)
                        }
                        try channel.pipeline.syncOperations.addHandler(Script(lines, hangsUp: hangsUp))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
            port = channel.localAddress?.port ?? 0
        }

        /// Stops listening.
        func stop() {
            channel.close(promise: nil)
            try? FileManager.default.removeItem(at: folder)
        }

        /// The shared cluster's settings, but for this server.
        func cluster() async throws -> TestCluster {
            var cluster = try await TestCluster.shared()
            cluster.host = "localhost"
            cluster.address = "127.0.0.1"
            cluster.port = port
            cluster.rootCertificatePath = rootCertificatePath
            cluster.password = "not-a-token"
            return cluster
        }

        /// A message of the server.
        static func message(_ kind: Character, _ body: [UInt8]) -> [UInt8] {
            let length = UInt32(body.count + 4)
            return Array(String(kind).utf8) + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + body
        }

        private static func makeCertificate(_ certificate: String, _ key: String) async throws {
            let arguments = [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
            ]
            let outcome = try await Command("/usr/bin/openssl", arguments.map { RawText($0) }).run()
            guard outcome.exitStatus == 0 else { throw Unavailable(description: outcome.errorText) }
        }

        private struct Unavailable: Error, CustomStringConvertible { let description: String }
    }

    /// Answers the first bytes in clear, then lets TLS take over.
    private final class ClearAnswer: ChannelInboundHandler, RemovableChannelHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let answer: [UInt8]
        private let context: NIOSSLContext

        init(_ answer: [UInt8], context: NIOSSLContext) {
            self.answer = answer
            self.context = context
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let tls = NIOSSLServerHandler(context: self.context)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
            try? context.pipeline.syncOperations.addHandler(tls, position: .after(self))
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
    }

    /// Answers what comes with one line after the other, the last of which it keeps to.
    private final class Script: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private var lines: [[UInt8]]
        private let hangsUp: Bool

        init(_ lines: [[UInt8]], hangsUp: Bool) {
            self.lines = lines
            self.hangsUp = hangsUp
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard !lines.isEmpty else { return }
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: lines.removeFirst())), promise: nil)
            guard hangsUp, lines.isEmpty else { return }
            // From TLS downwards.
            try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self).close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
#endif
