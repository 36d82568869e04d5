package import NIOCore

/// Cuts what a logged-in client sends into whole messages.
package struct FrontendReader: Sendable {
    /// The service's limit for one message.
    package static let maximumLength = 10 * 1_024 * 1_024

    private var buffer: ByteBuffer
    private let maximumLength: Int

    package init(_ rest: ByteBuffer = ByteBuffer(), maximumLength: Int = Self.maximumLength) {
        buffer = rest
        self.maximumLength = maximumLength
    }

    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            var bytes = bytes
            buffer.discardReadBytes()
            buffer.writeBuffer(&bytes)
        }
    }

    /// The next whole message, type byte and length included, or nil when more bytes are needed.
    package mutating func next() throws(ProtocolViolation) -> (type: UInt8, message: ByteBuffer)? {
        guard let type = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
            let length = buffer.getInteger(at: buffer.readerIndex + 1, as: Int32.self)
        else { return nil }
        guard length >= 4 else { throw ProtocolViolation("invalid message length") }
        guard length <= maximumLength else {
            throw ProtocolViolation("message exceeds the limit of \(maximumLength) bytes")
        }
        guard let message = buffer.readSlice(length: Int(length) + 1) else { return nil }
        return (type, message)
    }

    /// What has not been read yet; nothing can be read afterwards.
    package consuming func rest() -> ByteBuffer { buffer }
}
