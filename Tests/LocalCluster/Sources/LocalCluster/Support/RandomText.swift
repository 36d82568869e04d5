/// Random words for identifiers and keys.
package enum RandomText {
    /// Lower-case base32, the alphabet of a DSQL cluster ID or session ID.
    package static func base32(_ length: Int) -> String {
        pick(length, from: Array("abcdefghijklmnopqrstuvwxyz234567".utf8))
    }

    package static func alphanumeric(_ length: Int) -> String {
        pick(length, from: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8))
    }

    private static func pick(_ length: Int, from alphabet: [UInt8]) -> String {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        for _ in 0..<length {
            bytes.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
