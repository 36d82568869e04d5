package import NIOCore

/// The startup packet's version and parameters.
package struct StartupMessage: Sendable, Equatable {
    package var minorVersion: Int
    package var parameters: [String: String]
    /// Names that begin with `_pq_.`: extensions of the protocol, all unknown here.
    package var protocolOptions: [String]

    package init(minorVersion: Int = 0, parameters: [String: String], protocolOptions: [String] = []) {
        self.minorVersion = minorVersion
        self.parameters = parameters
        self.protocolOptions = protocolOptions
    }

    init(version: Int32, body: ByteBuffer) throws(ProtocolViolation) {
        guard version >> 16 == 3 else {
            throw ProtocolViolation(
                "unsupported frontend protocol \(version >> 16).\(version & 0xffff): server supports 3.0 to 3.0"
            )
        }
        self.init(minorVersion: Int(version & 0xffff), parameters: [:])
        var body = body
        while let name = body.readNullTerminatedString() {
            if name.isEmpty {
                guard body.readableBytes == 0 else { break }
                return
            }
            guard let value = body.readNullTerminatedString() else { break }
            if name.hasPrefix("_pq_.") {
                protocolOptions.append(name)
            } else {
                parameters[name] = value
            }
        }
        throw ProtocolViolation("invalid startup packet layout: expected terminator as last byte")
    }

    package func encode(into buffer: inout ByteBuffer) {
        let lengthIndex = buffer.writerIndex
        buffer.writeMultipleIntegers(Int32(0), Int32(3) << 16 | Int32(minorVersion))
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            buffer.writeNullTerminatedString(name)
            buffer.writeNullTerminatedString(value)
        }
        buffer.writeInteger(UInt8(0))
        buffer.setInteger(Int32(buffer.writerIndex - lengthIndex), at: lengthIndex)
    }
}
