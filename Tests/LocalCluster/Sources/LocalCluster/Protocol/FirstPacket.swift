package import NIOCore

/// What a client may open a connection with: the packets that have no type byte.
package enum FirstPacket: Sendable, Equatable {
    case sslRequest
    case gssEncryptionRequest
    case cancel(CancelKey)
    case startup(StartupMessage)

    /// PostgreSQL's own limit.
    package static let maximumLength = 10_000

    /// Takes one packet off the buffer, returns nil while it is incomplete.
    package static func read(from buffer: inout ByteBuffer) throws(ProtocolViolation) -> FirstPacket? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: Int32.self) else { return nil }
        guard length >= 8, length <= maximumLength else {
            throw ProtocolViolation("invalid length of startup packet")
        }
        guard var packet = buffer.readSlice(length: Int(length)) else { return nil }
        packet.moveReaderIndex(forwardBy: 4)
        guard let code = packet.readInteger(as: Int32.self) else {
            throw ProtocolViolation("invalid length of startup packet")
        }
        switch code {
        case 80_877_103:
            guard length == 8 else { throw ProtocolViolation("invalid length of SSLRequest") }
            return .sslRequest
        case 80_877_104:
            guard length == 8 else { throw ProtocolViolation("invalid length of GSSENCRequest") }
            return .gssEncryptionRequest
        case 80_877_102:
            guard length == 16, let processID = packet.readInteger(as: Int32.self),
                let secret = packet.readInteger(as: Int32.self)
            else { throw ProtocolViolation("invalid length of cancel request") }
            return .cancel(CancelKey(processID: processID, secret: secret))
        default:
            return .startup(try StartupMessage(version: code, body: packet))
        }
    }
}

/// What BackendKeyData gave out and a cancel request brings back.
package struct CancelKey: Sendable, Equatable {
    package var processID: Int32
    package var secret: Int32

    package init(processID: Int32, secret: Int32) {
        self.processID = processID
        self.secret = secret
    }

    package func encode(into buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(Int32(16), Int32(80_877_102), processID, secret)
    }
}

/// The peer does not speak the protocol; the connection ends.
package struct ProtocolViolation: Error, Sendable, Equatable {
    package var message: String

    package init(_ message: String) { self.message = message }
}
