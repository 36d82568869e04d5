/// Takes secrets out of a text for people: the last line of defence, behind messages that hold none.
///
/// What is taken out: the values of the variables that hold secrets, what a token is made of, and the password of a
/// URL. Words that people type into the wrong place end up in error texts; that is how a secret could get there.
struct SecretFilter: Sendable {
    private let secrets: [[UInt8]]

    private static let names = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "PGPASSWORD"]
    private static let markers = ["X-Amz-Signature=", "X-Amz-Security-Token=", "password="].map { Array($0.utf8) }
    private static let mark = Array("(redacted)".utf8)

    /// Takes these values out as well; short ones cannot be told from ordinary words.
    init(secrets: [String]) {
        self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= 8 }
    }

    /// The filter for this process's environment.
    static var current: SecretFilter { SecretFilter(secrets: names.compactMap(POSIX.repairedVariable)) }

    /// The text without secrets.
    func apply(to text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let rest = bytes[position...]
            if let secret = secrets.first(where: rest.starts(with:)) {
                result += Self.mark
                position += secret.count
            } else if let marker = Self.markers.first(where: rest.starts(with:)) {
                result += marker + Self.mark
                position += marker.count
                while position < bytes.count, !Self.endsValue(bytes[position]) { position += 1 }
            } else if rest.starts(with: "://".utf8), let password = Self.password(in: bytes, after: position + 3) {
                result += bytes[position..<password.lowerBound] + Self.mark
                position = password.upperBound
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func endsValue(_ byte: UInt8) -> Bool { byte <= 0x20 || "&'\"".utf8.contains(byte) }

    /// Where `password` stands in `user:password@host`.
    private static func password(in bytes: [UInt8], after start: Int) -> Range<Int>? {
        let authority = bytes[start...].prefix { $0 > 0x20 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") }
        guard let sign = authority.lastIndex(of: UInt8(ascii: "@")),
            let colon = authority[..<sign].firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        return (colon + 1)..<sign
    }
}
