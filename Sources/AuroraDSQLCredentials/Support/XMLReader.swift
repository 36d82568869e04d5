/// A pull parser for the XML that AWS's query services answer with.
struct XMLReader {
    /// A step through the document.
    enum Event: Equatable {
        case start(String)
        case text(String)
        /// An end tag with its name, or the end of an element that was opened and closed in one tag.
        case end(String?)
        case finished
        case malformed
    }

    private let bytes: [UInt8]
    private var position = 0
    private var closesAtOnce = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The next step; after `.finished` or `.malformed` nothing useful follows.
    mutating func next() -> Event {
        if closesAtOnce {
            closesAtOnce = false
            return .end(nil)
        }
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<") else { return text() }
            if skip("<!--") {
                guard skipPast("-->") else { return .malformed }
            } else if skip("<![CDATA[") {
                let start = position
                guard skipPast("]]>"), let text = decoded(bytes[start..<(position - 3)]) else { return .malformed }
                return .text(text)
            } else if skip("<?") {
                guard skipPast("?>") else { return .malformed }
            } else if skip("</") {
                return endTag()
            } else {
                position += 1
                return startTag()
            }
        }
        return .finished
    }

    private mutating func startTag() -> Event {
        // A document type begins with "!", which no name does: entities of its own cannot be declared.
        guard let name = name() else { return .malformed }
        while position < bytes.count {
            let hadBlank = skipBlanks()
            if skip(">") { return .start(name) }
            if skip("/>") {
                closesAtOnce = true
                return .start(name)
            }
            guard hadBlank, self.name() != nil else { return .malformed }
            skipBlanks()
            guard skip("=") else { return .malformed }
            skipBlanks()
            guard position < bytes.count else { return .malformed }
            let quote = bytes[position]
            guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                let end = bytes[(position + 1)...].firstIndex(of: quote)
            else { return .malformed }
            position = end + 1
        }
        return .malformed
    }

    private mutating func endTag() -> Event {
        guard let name = name() else { return .malformed }
        skipBlanks()
        return skip(">") ? .end(name) : .malformed
    }

    private mutating func text() -> Event {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        var rest = bytes[position..<end]
        position = end
        var content: [UInt8] = []
        while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
            content += rest[..<ampersand]
            let after = rest[(ampersand + 1)...]
            // The longest entity there is: "#x10FFFF".
            guard let semicolon = after.prefix(9).firstIndex(of: UInt8(ascii: ";")),
                let scalar = XMLReader.entity(after[..<semicolon])
            else { return .malformed }
            content += Array(String(Character(scalar)).utf8)
            rest = rest[(semicolon + 1)...]
        }
        content += rest
        guard let text = decoded(content[...]) else { return .malformed }
        return .text(text)
    }

    private static func entity(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let text = String(decoding: name, as: UTF8.self)
        switch text {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        let isHexadecimal = text.hasPrefix("#x")
        let digits = text.dropFirst(isHexadecimal ? 2 : 1)
        guard text.hasPrefix("#"),
            digits.utf8.first.map({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) == true,
            let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), value != 0
        else { return nil }
        return Unicode.Scalar(value)
    }

    /// A name, without its namespace prefix.
    private mutating func name() -> String? {
        let start = position
        while position < bytes.count, XMLReader.isNameByte(bytes[position]) { position += 1 }
        let parts = bytes[start..<position].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        // A digit, a point or a hyphen begins no name, with a prefix or without one.
        let isName = parts.allSatisfy { part in part.first.map { !(0x2D...0x39).contains($0) } == true }
        guard isName, parts.count <= 2, let local = parts.last else { return nil }
        return decoded(local)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"): true
        default: false
        }
    }

    private func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = position
        while position < bytes.count, bytes[position] == 0x20 || (0x09...0x0D).contains(bytes[position]) {
            position += 1
        }
        return position > start
    }

    private mutating func skip(_ literal: StaticString) -> Bool {
        let text = "\(literal)".utf8
        guard bytes[position...].starts(with: text) else { return false }
        position += text.count
        return true
    }

    /// Moves behind the next occurrence of a text.
    private mutating func skipPast(_ literal: StaticString) -> Bool {
        let first = "\(literal)".utf8.first
        while position < bytes.count {
            if bytes[position] == first, skip(literal) { return true }
            position += 1
        }
        return false
    }
}
