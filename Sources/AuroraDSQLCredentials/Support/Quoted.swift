/// A value as error texts show it: in double quotes, control characters escaped, at most 120 characters.
///
/// A hostile value must not be able to forge a line of a log or move a terminal's cursor, and a token or a URL with a
/// password that was given in the wrong place must not end up in a log: such a value is not shown at all.
package struct Quoted: CustomStringConvertible {
    private let value: String

    /// Wraps a value for an error text.
    package init(_ value: String) { self.value = value }

    /// The quoted value.
    package var description: String {
        if Quoted.mayHoldSecret(value) { return "(a value that may hold a secret and is not shown)" }
        var text = "\""
        var count = 0
        for scalar in value.unicodeScalars {
            count += 1
            guard count <= 120 else { return text + "...\"" }
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                if Quoted.isUnprintable(scalar) {
                    text += "\\u{\(String(scalar.value, radix: 16))}"
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        return text + "\""
    }

    /// Whether a text looks like a presigned URL, or like a user with a password before a host.
    package static func mayHoldSecret(_ text: String) -> Bool {
        let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if bytes.firstRange(of: "x-amz-".utf8) != nil { return true }
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        return bytes[..<at].contains(UInt8(ascii: ":"))
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: false
        }
    }
}
