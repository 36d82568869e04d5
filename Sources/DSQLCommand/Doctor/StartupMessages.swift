/// The messages of PostgreSQL's protocol, version 3, that a client sends to log in.
///
/// Source: "Message Formats" in the PostgreSQL documentation.
enum StartupMessages {
    /// Asks whether the server speaks TLS; the answer is one byte.
    static let tlsRequest = framed(nil, integer(80_877_103))
    /// Says goodbye.
    static let terminate = framed(UInt8(ascii: "X"), [])

    /// Begins a session.
    static func startup(user: String, database: String, applicationName: String) -> [UInt8] {
        let settings = [("user", user), ("database", database), ("application_name", applicationName)]
        return framed(nil, integer(196_608) + settings.flatMap { text($0.0) + text($0.1) } + [0])
    }

    /// Answers the request for a password.
    static func password(_ password: String) -> [UInt8] { framed(UInt8(ascii: "p"), text(password)) }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

    private static func integer(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static func framed(_ kind: UInt8?, _ body: [UInt8]) -> [UInt8] {
        (kind.map { [$0] } ?? []) + integer(body.count + 4) + body
    }
}
