import Foundation
import NIOCore
import NIOPosix

/// Takes commands on a Unix socket, one a line, and answers each with one line of JSON.
struct ControlServer: Sendable {
    private typealias Client = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private static let longestLine = 8_192

    private let server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>
    private let clients: OpenChannels

    static func open(_ path: String, group: any EventLoopGroup) async throws -> ControlServer {
        let clients = OpenChannels()
        let server = try await ServerBootstrap(group: group)
            // A client may say all it has to say, close its side, and still be owed the answers.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(unixDomainSocketPath: path) { channel in
                clients.track(channel)
                return channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return ControlServer(server: server, clients: clients)
    }

    func stop() {
        server.channel.close(promise: nil)
        clients.stop()
    }

    /// Serves until the server is stopped, which is no failure.
    func run(_ cluster: Cluster) async {
        await withDiscardingTaskGroup { group in
            try? await server.executeThenClose { connections in
                for try await client in connections {
                    // A client that goes away in the middle of a line concerns nobody else.
                    group.addTask { try? await Self.serve(client, cluster) }
                }
            }
        }
    }

    private static func serve(_ client: Client, _ cluster: Cluster) async throws {
        try await client.executeThenClose { input, output in
            var pending = ByteBuffer()
            for try await var bytes in input {
                pending.writeBuffer(&bytes)
                while let end = pending.readableBytesView.firstIndex(of: 0x0a) {
                    let line = pending.readString(length: end - pending.readerIndex) ?? ""
                    pending.moveReaderIndex(forwardBy: 1)
                    try await output.write(encode(await cluster.answer(line)))
                }
                guard pending.readableBytes <= longestLine else {
                    try await output.write(encode(ControlAnswer(ok: false, error: "The line is too long.")))
                    return
                }
            }
        }
    }

    private static func encode(_ answer: ControlAnswer) throws -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return ByteBuffer(bytes: try encoder.encode(answer) + Data([0x0a]))
    }
}
