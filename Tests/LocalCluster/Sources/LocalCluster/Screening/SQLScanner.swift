/// Cuts a query text into its statements, with PostgreSQL's rules for quotes, comments and dollar quotes.
///
/// It knows just enough of the language to find where a statement ends and which words it begins with; what is
/// broken beyond that (an open quote, say) runs to the end of the text, and PostgreSQL reports it.
package struct SQLScanner {
    private let text: [UInt8]
    private var index = 0

    /// How many tokens of a statement are kept: all that classification looks at.
    private static let keptTokens = 16

    init(_ text: [UInt8]) { self.text = text }

    package static func statements(_ text: [UInt8]) -> [SQLStatement] {
        var scanner = SQLScanner(text)
        var result: [SQLStatement] = []
        while let statement = scanner.next() { result.append(statement) }
        return result
    }

    private mutating func next() -> SQLStatement? {
        guard index < text.count else { return nil }
        var statement = SQLStatement(range: index..<index)
        var depth = 0
        var bodyDepth = 0
        var words = (earlier: "", last: "")
        while let token = nextToken() {
            switch token {
            case .symbol(UInt8(ascii: ";")) where depth <= 0 && bodyDepth == 0:
                statement.range = statement.range.lowerBound..<(index - 1)
                statement.isTerminated = true
                return statement
            case .symbol(UInt8(ascii: "(")): depth += 1
            case .symbol(UInt8(ascii: ")")): depth -= 1
            case .word(let word):
                // The body of a SQL-standard function holds semicolons of its own.
                if word == "atomic", words.last == "begin", statement.firstWord == "create" {
                    bodyDepth = 1
                } else if bodyDepth > 0, word == "case" {
                    bodyDepth += 1
                } else if bodyDepth > 0, word == "end" {
                    bodyDepth -= 1
                }
                if word == "temp" || word == "temporary",
                    words.last == "into" || (words.earlier == "into" && ["local", "global"].contains(words.last))
                {
                    statement.hasIntoTemporary = true
                }
                words = (words.last, word)
            default: words = (words.last, "")
            }
            if statement.tokens.count < Self.keptTokens { statement.tokens.append(token) }
        }
        statement.range = statement.range.lowerBound..<text.count
        return statement
    }

    private func byte(at offset: Int) -> UInt8? { offset < text.count ? text[offset] : nil }

    private mutating func nextToken() -> SQLToken? {
        skipSpaceAndComments()
        guard let first = byte(at: index) else { return nil }
        let next = byte(at: index + 1)
        switch first {
        case UInt8(ascii: "'"):
            skipQuoted(by: first, from: index + 1, backslash: false)
            return .literal
        case UInt8(ascii: "E"), UInt8(ascii: "e"):
            guard next == UInt8(ascii: "'") else { return word() }
            skipQuoted(by: UInt8(ascii: "'"), from: index + 2, backslash: true)
            return .literal
        case UInt8(ascii: "\""):
            let start = index + 1
            skipQuoted(by: first, from: start, backslash: false)
            return .quoted(String(decoding: text[start..<max(start, index - 1)], as: UTF8.self))
        case UInt8(ascii: "$"):
            return dollarQuote() ? .literal : symbol(first)
        default:
            return Self.startsWord(first) ? word() : symbol(first)
        }
    }

    private mutating func symbol(_ byte: UInt8) -> SQLToken {
        index += 1
        return .symbol(byte)
    }

    private mutating func word() -> SQLToken {
        let start = index
        while let byte = byte(at: index), Self.continuesWord(byte) { index += 1 }
        return .word(String(decoding: text[start..<index], as: UTF8.self).lowercased())
    }

    private mutating func skipQuoted(by quote: UInt8, from start: Int, backslash: Bool) {
        index = start
        while true {
            guard let end = text.firstIndex(of: quote, from: index) else {
                index = text.count
                return
            }
            if backslash, let escape = text.firstIndex(of: UInt8(ascii: "\\"), from: index), escape < end {
                index = escape + 2
            } else if byte(at: end + 1) == quote {
                index = end + 2
            } else {
                index = end + 1
                return
            }
        }
    }

    /// Skips `$tag$ ... $tag$` when one begins here.
    private mutating func dollarQuote() -> Bool {
        var end = index + 1
        while let byte = byte(at: end), byte != UInt8(ascii: "$") {
            guard Self.continuesWord(byte), end > index + 1 || Self.startsWord(byte) else { return false }
            end += 1
        }
        guard end < text.count else { return false }
        let delimiter = text[index...end]
        index = end + 1
        while let dollar = text.firstIndex(of: UInt8(ascii: "$"), from: index) {
            if text[dollar...].starts(with: delimiter) {
                index = dollar + delimiter.count
                return true
            }
            index = dollar + 1
        }
        index = text.count
        return true
    }

    private mutating func skipSpaceAndComments() {
        while let first = byte(at: index) {
            switch (first, byte(at: index + 1)) {
            case (0x20, _), (0x09...0x0d, _):
                index += 1
            case (UInt8(ascii: "-"), UInt8(ascii: "-")):
                while let byte = byte(at: index), byte != 0x0a, byte != 0x0d { index += 1 }
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                skipBlockComment()
            default:
                return
            }
        }
    }

    /// Block comments nest in PostgreSQL.
    private mutating func skipBlockComment() {
        var depth = 0
        while let first = byte(at: index) {
            switch (first, byte(at: index + 1)) {
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                depth += 1
                index += 2
            case (UInt8(ascii: "*"), UInt8(ascii: "/")):
                depth -= 1
                index += 2
                if depth == 0 { return }
            default:
                index += 1
            }
        }
    }

    private static func startsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"),
            0x80...0xff:
            true
        default: false
        }
    }

    private static func continuesWord(_ byte: UInt8) -> Bool {
        startsWord(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "$")
    }
}
