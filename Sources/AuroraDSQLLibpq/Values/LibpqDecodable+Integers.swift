/// Reads the integer types into whichever integer has room for the value.
extension FixedWidthInteger where Self: LibpqDecodable & BitwiseCopyable {
    @usableFromInline
    static func decodeInteger(_ bytes: RawSpan, _ type: LibpqDataType, _ format: LibpqFormat) throws -> Self {
        guard format == .binary else {
            guard let number = bytes.utf8().flatMap({ Self($0) }) else {
                throw LibpqDecodingFailure.mismatch(type, Self.self)
            }
            return number
        }
        switch (type, bytes.byteCount) {
        case (.int8, 8): return try fitting(bytes.bigEndian(Int64.self))
        case (.int4, 4): return try fitting(bytes.bigEndian(Int32.self))
        case (.int2, 2): return try fitting(bytes.bigEndian(Int16.self))
        case (.oid, 4): return try fitting(bytes.bigEndian(UInt32.self))
        case (.int8, _), (.int4, _), (.int2, _), (.oid, _): throw LibpqDecodingFailure.malformed(type)
        default: throw LibpqDecodingFailure.mismatch(type, Self.self)
        }
    }

    private static func fitting(_ number: some BinaryInteger) throws -> Self {
        guard let exact = Self(exactly: number) else { throw LibpqDecodingFailure.noRoom(Self.self) }
        return exact
    }
}

extension Int16: LibpqDecodable {
    /// Reads an integer type.
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Int16 {
        try decodeInteger(bytes, type, format)
    }
}

extension Int32: LibpqDecodable {
    /// Reads an integer type.
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Int32 {
        try decodeInteger(bytes, type, format)
    }
}

extension Int64: LibpqDecodable {
    /// Reads an integer type.
    @inlinable
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Int64 {
        // bigint, which is most of what is read, without a call.
        if format == .binary, type.rawValue == 20, bytes.byteCount == 8 {
            return Int64(bigEndian: unsafe bytes.unsafeLoadUnaligned(as: Int64.self))
        }
        return try decodeInteger(bytes, type, format)
    }
}

extension Int: LibpqDecodable {
    /// Reads an integer type.
    @inlinable
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Int {
        // bigint, which is most of what is read, without a call.
        if format == .binary, type.rawValue == 20, bytes.byteCount == 8 {
            return Int(bigEndian: unsafe bytes.unsafeLoadUnaligned(as: Int.self))
        }
        return try decodeInteger(bytes, type, format)
    }
}
