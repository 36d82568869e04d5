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
        let rest = offset == 0 ? self : extracting(offset...)
        // String(validating:as:) goes through generic code that is not specialized; this does not.
        // The memory is borrowed for as long as this function runs, and no longer is it looked at.
        let units = unsafe rest.withUnsafeBytes { unsafe $0.assumingMemoryBound(to: UInt8.self) }
        if rest.isASCII { return String(copying: unsafe UTF8Span(unchecked: units.span, isKnownASCII: true)) }
        guard let span = try? unsafe UTF8Span(validating: units.span) else { return nil }
        return String(copying: span)
    }

    /// Most text is ASCII, which is found out here eight bytes at a time and without a call.
    @inline(__always)
    private var isASCII: Bool {
        var seen: UInt64 = 0
        if byteCount >= 8 {
            // The last eight overlap those before, which saves the odd bytes a loop.
            let last = byteCount - 8
            var offset = 0
            while offset < last {
                seen |= unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
                offset &+= 8
            }
            seen |= unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: last, as: UInt64.self)
        } else {
            for offset in 0..<byteCount {
                seen |= unsafe UInt64(unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self))
            }
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    /// The bytes.
    @usableFromInline
    var array: [UInt8] {
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }
}
