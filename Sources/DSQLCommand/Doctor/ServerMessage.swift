package import AuroraDSQL

/// A message of PostgreSQL's protocol that a server sends while a client logs in.
package enum ServerMessage: Sendable, Equatable {
    /// The password is wanted as it is.
    case passwordRequest
    /// Another way of logging in is wanted, by its number.
    case otherAuthentication(Int)
    /// The login is done.
    case authenticated
    /// The session is ready.
    case ready
    /// A setting of the server's.
    case setting(name: String, value: String)
    /// A refusal.
    case error(PostgresServerError)
    /// Anything else.
    case other
}

/// Takes messages out of bytes as they come.
///
/// Source: "Message Formats" in the PostgreSQL documentation.
package struct ServerMessageReader: Sendable {
    /// Bytes that are no message of PostgreSQL's.
    package struct Malformed: Error, Equatable {}

    /// No message of a login is longer.
    private static let limit = 1 << 16
    private var bytes: [UInt8] = []

    package init() {}

    /// Takes more bytes.
    package mutating func append(_ more: [UInt8]) { bytes += more }

    /// The next message; `nil` until there is a whole one.
    package mutating func next() throws(Malformed) -> ServerMessage? {
        guard let kind = bytes.first else { return nil }
        guard kind >= 0x31 && kind <= 0x7A else { throw Malformed() }
        guard bytes.count >= 5 else { return nil }
        let length = Int(Self.integer(bytes[1...]))
        guard length >= 4, length <= Self.limit else { throw Malformed() }
        guard bytes.count > length else { return nil }
        let body = Array(bytes[5...length])
        bytes.removeFirst(length + 1)
        return try Self.message(kind, body)
    }

    private static func message(_ kind: UInt8, _ body: [UInt8]) throws(Malformed) -> ServerMessage {
        switch kind {
        case UInt8(ascii: "R"):
            guard body.count >= 4 else { throw Malformed() }
            switch integer(body[...]) {
            case 0: return .authenticated
            case 3: return .passwordRequest
            case let number: return .otherAuthentication(Int(number))
            }
        case UInt8(ascii: "E"): return .error(PostgresServerError(fields: try fields(body)))
        case UInt8(ascii: "Z"): return .ready
        case UInt8(ascii: "S"):
            let texts = body.split(separator: 0, omittingEmptySubsequences: false)
            guard texts.count >= 2 else { throw Malformed() }
            return .setting(
                name: String(decoding: texts[0], as: UTF8.self),
                value: String(decoding: texts[1], as: UTF8.self)
            )
        default: return .other
        }
    }

    /// Each field is a byte that names it and a text; a zero byte ends the list.
    private static func fields(_ body: [UInt8]) throws(Malformed) -> [PostgresServerError.Field: String] {
        var fields: [PostgresServerError.Field: String] = [:]
        var rest = body[...]
        while let name = rest.popFirst(), name != 0 {
            guard let end = rest.firstIndex(of: 0) else { throw Malformed() }
            fields[PostgresServerError.Field(rawValue: name)] = String(decoding: rest[..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
        }
        return fields
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
