/// The alphabet of the shared files: what is white space, a comment, a name.
enum ConfigurationText {
    static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    static func isCommentMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") }

    /// Without the blanks and tabs at both ends.
    static func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return bytes[bytes.endIndex...] }
        return bytes[first...last]
    }

    /// The part before a comment.
    ///
    /// In a value, a comment mark counts only after white space; in a section's line always.
    static func withoutComment<Bytes: BidirectionalCollection<UInt8>>(
        _ bytes: Bytes,
        afterBlankOnly: Bool
    ) -> Bytes.SubSequence {
        var afterBlank = false
        for index in bytes.indices {
            let byte = bytes[index]
            if isCommentMark(byte), afterBlank || !afterBlankOnly { return bytes[..<index] }
            afterBlank = isBlank(byte)
        }
        return bytes[...]
    }

    /// Whether a profile, section or setting may be called this: ASCII letters, digits and `_ - . / % @ : +`.
    static func isName(_ text: some Sequence<UInt8>) -> Bool {
        var count = 0
        for byte in text {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "%"),
                UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: "+"):
                break
            default: return false
            }
            count += 1
        }
        return count > 0
    }

    /// ASCII letters in lower case: a name holds no others, and no locale has a say.
    static func lowercased(_ text: String) -> String {
        guard text.utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return text }
        return String(decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
