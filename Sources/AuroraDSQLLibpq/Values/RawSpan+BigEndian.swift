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
        unsafe withUnsafeBytes { bytes in
            unsafe String(validating: UnsafeRawBufferPointer(rebasing: bytes[offset...]), as: UTF8.self)
        }
    }

    /// The bytes.
    @usableFromInline
    var array: [UInt8] {
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }
}
