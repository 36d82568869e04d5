package import NIOCore

/// The frontend messages that the relay writes or rewrites.
package enum FrontendMessages {
    package static func query(_ text: [UInt8]) -> ByteBuffer {
        message("Q") {
            $0.writeBytes(text)
            $0.writeInteger(UInt8(0))
        }
    }

    package static func parse(_ name: String, _ text: String) -> ByteBuffer {
        message("P") {
            $0.writeNullTerminatedString(name)
            $0.writeNullTerminatedString(text)
            $0.writeInteger(Int16(0))
        }
    }

    package static func bind(portal: String, statement: String) -> ByteBuffer {
        message("B") {
            $0.writeNullTerminatedString(portal)
            $0.writeNullTerminatedString(statement)
            $0.writeMultipleIntegers(Int16(0), Int16(0), Int16(0))
        }
    }

    package static func execute(portal: String) -> ByteBuffer {
        message("E") {
            $0.writeNullTerminatedString(portal)
            $0.writeInteger(Int32(0))
        }
    }

    /// Parse, Bind and Execute of one statement without parameters.
    package static func run(_ name: String, _ text: String) -> ByteBuffer {
        var result = parse(name, text)
        result.writeImmutableBuffer(bind(portal: name, statement: name))
        result.writeImmutableBuffer(execute(portal: name))
        return result
    }

    private static func message(_ type: Unicode.Scalar, _ body: (inout ByteBuffer) -> Void) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(UInt8(ascii: type))
        buffer.writeInteger(Int32(0))
        body(&buffer)
        buffer.setInteger(Int32(buffer.writerIndex - 1), at: 1)
        return buffer
    }
}
