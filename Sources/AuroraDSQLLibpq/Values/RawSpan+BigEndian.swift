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
