import NIOCore
import NIOPosix

/// Runs statements as the database's owner, over the private socket.
enum OwnerConnection {
    enum Failure: Error, Equatable {
        /// The server is not up yet.
        case notYet
        case refused(String)
    }

    static func run(_ statements: String, socket: String, group: any EventLoopGroup) async throws {
        let channel = try await connect(socket: socket, group: group)
        try await channel.executeThenClose { inbound, outbound in
            let owner = PrivatePostgres.superuser
            var startup = ByteBuffer()
            StartupMessage(parameters: ["user": owner, "database": "postgres"]).encode(into: &startup)
            try await outbound.write(startup)
            var reader = BackendReader()
            var input = inbound.makeAsyncIterator()
            try await untilReady(&reader, &input)
            try await outbound.write(FrontendMessages.query(Array(statements.utf8)))
            try await untilReady(&reader, &input)
        }
    }

    static func connect(
        socket: String,
        group: any EventLoopGroup
    ) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        do {
            return try await ClientBootstrap(group: group).connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
        } catch is IOError {
            throw Failure.notYet
        }
    }

    private static func untilReady(
        _ reader: inout BackendReader,
        _ input: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws {
        while true {
            while let piece = reader.next() {
                guard case .message(let type, var message) = piece else { continue }
                if type == UInt8(ascii: "Z") { return }
                guard type == UInt8(ascii: "E") else { continue }
                message.moveReaderIndex(forwardBy: 5)
                let fields = ServerError.fields(message) ?? [:]
                // 57P03: the server is starting up.
                throw fields["C"] == "57P03" ? Failure.notYet : Failure.refused(fields["M"] ?? "unknown error")
            }
            guard let bytes = try await input.next(isolation: #isolation) else { throw Failure.notYet }
            reader.append(bytes)
        }
    }
}
