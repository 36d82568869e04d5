extension RawSpan {
    /// A number in network byte order; the caller has checked the length.
    @usableFromInline
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int = 0) -> Number {
        // Every bit pattern is a number, and the load checks its bounds.
        Number(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }

    /// The bytes as UTF-8; `nil` where they are not.
    @usableFromInline
    func utf8(from offset: Int = 0) -> String? {
        // String(validating:as:) goes through generic code that is not specialized; this does not.
        unsafe withUnsafeBytes { bytes in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
            return unsafe rest.withMemoryRebound(to: UInt8.self) { units in
                if unsafe isASCII(rest) {
                    return String(copying: unsafe UTF8Span(unchecked: units.span, isKnownASCII: true))
                }
                guard let span = try? unsafe UTF8Span(validating: units.span) else { return nil }
                return String(copying: span)
            }
        }
    }

    /// The bytes.
    @usableFromInline
    var array: [UInt8] {
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }
}

/// Most text is ASCII, which is found out here eight bytes at a time and without a call.
@inline(__always)
private func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = bytes.baseAddress else { return true }
    var seen: UInt64 = 0
    if bytes.count >= 8 {
        // The last eight overlap those before, which saves the odd bytes a loop.
        let last = bytes.count - 8
        var offset = 0
        while offset < last {
            seen |= unsafe start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        seen |= unsafe start.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    } else {
        for offset in 0..<bytes.count { seen |= unsafe UInt64(start.load(fromByteOffset: offset, as: UInt8.self)) }
    }
    return seen & 0x8080_8080_8080_8080 == 0
}
