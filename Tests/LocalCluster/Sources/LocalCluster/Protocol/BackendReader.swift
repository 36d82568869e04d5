package import NIOCore

/// Cuts PostgreSQL's answers into the few messages that matter here and the bytes between them.
package struct BackendReader: Sendable {
    package enum Piece: Sendable, Equatable {
        /// A whole message of a type that is looked at, type byte and length included.
        case message(UInt8, ByteBuffer)
        /// Part of messages that are not.
        case bytes(ByteBuffer)
    }

    /// ParseComplete, BindComplete, CommandComplete, ErrorResponse, ReadyForQuery.
    private static let inspected = Set("12CEZ".utf8)

    private var buffer = ByteBuffer()
    /// Bytes still to come of a message that is not looked at.
    private var opaque = 0

    package init() {}

    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            var bytes = bytes
            buffer.discardReadBytes()
            buffer.writeBuffer(&bytes)
        }
    }

    package mutating func next() -> Piece? {
        var end = 0
        while true {
            if opaque > 0 {
                let length = min(opaque, buffer.readableBytes - end)
                end += length
                opaque -= length
                if opaque > 0 { break }
            }
            let start = buffer.readerIndex + end
            guard let type = buffer.getInteger(at: start, as: UInt8.self),
                let length = buffer.getInteger(at: start + 1, as: Int32.self)
            else { break }
            if Self.inspected.contains(type) {
                if end > 0 { break }
                guard let message = buffer.readSlice(length: Int(length) + 1) else { return nil }
                return .message(type, message)
            }
            opaque = Int(length) + 1
        }
        guard end > 0, let bytes = buffer.readSlice(length: end) else { return nil }
        return .bytes(bytes)
    }
}
