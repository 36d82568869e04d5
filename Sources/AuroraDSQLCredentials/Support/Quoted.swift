/// A value as error texts show it: in double quotes, control characters escaped, at most 120 characters.
///
/// A hostile value must not be able to forge a line of a log or move a terminal's cursor.
package struct Quoted: CustomStringConvertible {
    private let value: String

    /// Wraps a value for an error text.
    package init(_ value: String) { self.value = value }

    /// The quoted value.
    package var description: String { "\"\(Quoted.escaped(value, limit: 120, quotes: true))\"" }

    /// A text from outside without quotes around it, control characters escaped.
    package static func sanitized(_ text: String, limit: Int) -> String {
        escaped(text, limit: limit, quotes: false)
    }

    private static func escaped(_ value: String, limit: Int, quotes: Bool) -> String {
        var text = ""
        var count = 0
        for scalar in value.unicodeScalars {
            count += 1
            guard count <= limit else { return text + "..." }
            switch scalar {
            case "\"" where quotes, "\\" where quotes: text += "\\\(scalar)"
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
        return text
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: false
        }
    }
}
