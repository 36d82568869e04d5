/// The few forms of ASN.1's distinguished encoding that a certificate needs.
enum DER {
    static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(0x30, parts.flatMap { $0 }) }

    static func set(_ content: [UInt8]) -> [UInt8] { element(0x31, content) }

    static func boolean(_ value: Bool) -> [UInt8] { element(0x01, [value ? 0xff : 0]) }

    /// A non-negative integer from its big-endian bytes.
    static func integer(_ bytes: [UInt8]) -> [UInt8] {
        let stripped = Array(bytes.drop { $0 == 0 })
        let positive = stripped.first.map { $0 >= 0x80 } ?? true
        return element(0x02, positive ? [0] + stripped : stripped)
    }

    static func octetString(_ content: [UInt8]) -> [UInt8] { element(0x04, content) }

    static func bitString(_ content: [UInt8], unusedBits: UInt8 = 0) -> [UInt8] {
        element(0x03, [unusedBits] + content)
    }

    static func utf8String(_ text: String) -> [UInt8] { element(0x0c, Array(text.utf8)) }

    /// `[number] content`, constructed or, for a choice of primitive type, not.
    static func tagged(_ number: UInt8, constructed: Bool = true, _ content: [UInt8]) -> [UInt8] {
        element((constructed ? 0xa0 : 0x80) | number, content)
    }

    static func objectIdentifier(_ arcs: [UInt]) -> [UInt8] {
        var content: [UInt8] = [UInt8(arcs[0] * 40 + arcs[1])]
        for arc in arcs.dropFirst(2) {
            var groups = [UInt8(arc & 0x7f)]
            var rest = arc >> 7
            while rest > 0 {
                groups.insert(UInt8(rest & 0x7f) | 0x80, at: 0)
                rest >>= 7
            }
            content += groups
        }
        return element(0x06, content)
    }

    /// UTCTime, which certificates use for the years to 2049, or GeneralizedTime after them.
    static func time(_ moment: SigningTime) -> [UInt8] {
        let text = moment.description.replacing("T", with: "")
        return text < "2050" ? element(0x17, Array(text.dropFirst(2).utf8)) : element(0x18, Array(text.utf8))
    }

    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
        var length: [UInt8] = []
        var rest = content.count
        while rest > 0 {
            length.insert(UInt8(rest & 0xff), at: 0)
            rest >>= 8
        }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }
}
