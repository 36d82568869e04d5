import NIOCore

/// Reads what a client sends before it is logged in, within limits that leave no room to fill the memory.
struct LoginReader: ~Copyable {
    /// Room for a token with a session token of 4,096 characters, each percent-encoded.
    static let maximumPasswordLength = 16_384

    private var input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var buffer = ByteBuffer()

    init(_ input: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
        self.input = input
    }

    mutating func firstPacket() async throws -> FirstPacket {
        while true {
            if let packet = try FirstPacket.read(from: &buffer) { return packet }
            try await more()
        }
    }

    mutating func password() async throws -> String {
        while true {
            if let type = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
                let length = buffer.getInteger(at: buffer.readerIndex + 1, as: Int32.self)
            {
                guard type == UInt8(ascii: "p") else {
                    throw ProtocolViolation("expected password response, got message type \(type)")
                }
                guard length >= 5, length <= Self.maximumPasswordLength else {
                    throw ProtocolViolation("invalid password packet size")
                }
                if var message = buffer.readSlice(length: Int(length) + 1) {
                    message.moveReaderIndex(forwardBy: 5)
                    guard let text = message.readNullTerminatedString(), message.readableBytes == 0 else {
                        throw ProtocolViolation("invalid password packet size")
                    }
                    return text
                }
            }
            try await more()
        }
    }

    /// The next bytes of a client that is logged in; nil at the end.
    mutating func nextBytes() async throws -> ByteBuffer? {
        if buffer.readableBytes > 0 {
            defer { buffer = ByteBuffer() }
            return buffer
        }
        return try await input.next(isolation: #isolation)
    }

    private mutating func more() async throws {
        guard var bytes = try await input.next(isolation: #isolation) else { throw ChannelError.eof }
        buffer.writeBuffer(&bytes)
    }
}
