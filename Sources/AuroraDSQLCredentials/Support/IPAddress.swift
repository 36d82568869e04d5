#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An IPv4 or IPv6 address in its usual written form.
///
/// Only the form that cannot be misread is taken: four decimal numbers without leading zeros, or IPv6 without a zone.
/// `127.1`, `0x7f.0.0.1` and `2130706433`, which some resolvers take for 127.0.0.1, are not addresses here.
package struct IPAddress: Sendable, Hashable {
    /// Four bytes or sixteen, the highest first.
    package let bytes: [UInt8]

    /// Reads an address, without brackets.
    package init?(_ text: String) {
        let family = text.utf8.contains(UInt8(ascii: ":")) ? AF_INET6 : AF_INET
        var bytes = [UInt8](repeating: 0, count: family == AF_INET6 ? 16 : 4)
        let read = unsafe bytes.withUnsafeMutableBytes { unsafe inet_pton(family, text, $0.baseAddress) }
        guard read == 1 else { return nil }
        self.bytes = bytes
    }

    /// Whether it is 127.0.0.0/8, ::1 or the former written as IPv6.
    package var isLoopback: Bool {
        if bytes.count == 4 { return bytes[0] == 127 }
        if bytes.dropLast().allSatisfy({ $0 == 0 }) { return bytes[15] == 1 }
        return Array(bytes.prefix(13)) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127]
    }

    /// Whether the first `count` bits of both are the same; false for two families.
    package func hasPrefix(_ other: IPAddress, bits count: Int) -> Bool {
        guard bytes.count == other.bytes.count, (0...bytes.count * 8).contains(count) else { return false }
        for (index, pair) in zip(bytes, other.bytes).enumerated() {
            let bits = count - index * 8
            guard bits > 0 else { return true }
            let mask: UInt8 = bits >= 8 ? 0xFF : ~(0xFF >> UInt8(bits))
            guard pair.0 & mask == pair.1 & mask else { return false }
        }
        return true
    }
}
