/// IP addresses as text, in the forms every resolver agrees on.
package enum IPAddressLiteral {
    /// Whether a text is one IPv4 address in four decimal parts or one IPv6 address, with a zone or not.
    package static func isAddress(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return isIPv4(bytes[...]) || isIPv6(bytes)
    }

    /// Four numbers of 0 to 255.
    ///
    /// A leading zero is refused: some readers take it for octal.
    private static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy(isDigit) else { return false }
                if part.count > 1, part.first == UInt8(ascii: "0") { return false }
                return part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
            }
    }

    /// RFC 4291, section 2.2: eight groups, `::` once for at least one group of zeros, an IPv4 tail for the last two;
    /// RFC 4007, section 11: `%` and a zone.
    private static func isIPv6(_ text: [UInt8]) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard (1...15).contains(parts[1].count), parts[1].allSatisfy(isZoneCharacter) else { return false }
        }
        let address = parts[0]
        guard let gap = address.firstRange(of: "::".utf8) else { return groups(address, mayHoldIPv4: true) == 8 }
        let head = address[..<gap.lowerBound]
        let tail = address[gap.upperBound...]
        guard let before = head.isEmpty ? 0 : groups(head, mayHoldIPv4: false),
            let after = tail.isEmpty ? 0 : groups(tail, mayHoldIPv4: true)
        else { return false }
        return before + after <= 7
    }

    /// The number of 16-bit groups, or `nil` when one of them is none.
    private static func groups(_ text: ArraySlice<UInt8>, mayHoldIPv4: Bool) -> Int? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var count = 0
        for (index, part) in parts.enumerated() {
            if mayHoldIPv4, index == parts.count - 1, isIPv4(part) {
                count += 2
            } else if (1...4).contains(part.count), part.allSatisfy(isHexadecimal) {
                count += 1
            } else {
                return nil
            }
        }
        return count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isZoneCharacter(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "._-".utf8.contains(byte)
    }
}
