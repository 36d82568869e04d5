package import NIOCore

/// An ErrorResponse, as the cluster words it.
package struct ServerError: Error, Sendable, Equatable {
    package enum Severity: String, Sendable { case error = "ERROR", fatal = "FATAL" }

    package var severity: Severity
    package var sqlState: String
    package var message: String
    package var detail: String?
    package var hint: String?

    package init(
        _ severity: Severity,
        _ sqlState: String,
        _ message: String,
        detail: String? = nil,
        hint: String? = nil
    ) {
        self.severity = severity
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
    }

    /// The whole message, type byte and length included.
    package func encode(into buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(ascii: "E"))
        let lengthIndex = buffer.writerIndex
        buffer.writeInteger(Int32(0))
        let fields: [(Character, String?)] = [
            ("S", severity.rawValue), ("V", severity.rawValue), ("C", sqlState), ("M", message), ("D", detail),
            ("H", hint),
        ]
        for case (let name, let text?) in fields {
            buffer.writeString(String(name))
            buffer.writeNullTerminatedString(text)
        }
        buffer.writeInteger(UInt8(0))
        buffer.setInteger(Int32(buffer.writerIndex - lengthIndex), at: lengthIndex)
    }

    /// The fields of an ErrorResponse's body, by their letter; nil when it is not well formed.
    package static func fields(_ body: ByteBuffer) -> [Character: String]? {
        var body = body
        var result: [Character: String] = [:]
        while let type = body.readInteger(as: UInt8.self) {
            if type == 0 { return body.readableBytes == 0 ? result : nil }
            guard let text = body.readNullTerminatedString() else { return nil }
            result[Character(Unicode.Scalar(type))] = text
        }
        return nil
    }
}
