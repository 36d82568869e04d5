extension Bool: LibpqDecodable {
    /// Reads `boolean`.
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Bool {
        guard type == .bool else { throw LibpqDecodingFailure.mismatch(type, Bool.self) }
        guard bytes.byteCount == 1 else { throw LibpqDecodingFailure.malformed(type) }
        let byte = bytes.bigEndian(UInt8.self)
        return format == .binary ? byte != 0 : byte == UInt8(ascii: "t")
    }
}

extension Float: LibpqDecodable {
    /// Reads `real`.
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Float {
        guard format == .binary else {
            guard let number = bytes.utf8().flatMap({ Float($0) }) else {
                throw LibpqDecodingFailure.mismatch(type, Float.self)
            }
            return number
        }
        guard type == .float4 else { throw LibpqDecodingFailure.mismatch(type, Float.self) }
        guard bytes.byteCount == 4 else { throw LibpqDecodingFailure.malformed(type) }
        return Float(bitPattern: bytes.bigEndian(UInt32.self))
    }
}

extension Double: LibpqDecodable {
    /// Reads `double precision` or `real`.
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Double {
        guard format == .binary else {
            guard let number = bytes.utf8().flatMap({ Double($0) }) else {
                throw LibpqDecodingFailure.mismatch(type, Double.self)
            }
            return number
        }
        switch (type, bytes.byteCount) {
        case (.float8, 8): return Double(bitPattern: bytes.bigEndian(UInt64.self))
        case (.float4, 4): return Double(Float(bitPattern: bytes.bigEndian(UInt32.self)))
        case (.float8, _), (.float4, _): throw LibpqDecodingFailure.malformed(type)
        default: throw LibpqDecodingFailure.mismatch(type, Double.self)
        }
    }
}

extension String: LibpqDecodable {
    /// Reads the text types, JSON, and `numeric` digit by digit; in text form any type.
    @inlinable
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> String {
        if type.rawValue == 25, let text = bytes.utf8() { return text }
        return try decodeOther(bytes, type: type, format: format)
    }

    /// Reads what is rarer, or says what is wrong.
    @usableFromInline
    static func decodeOther(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> String {
        var offset = 0
        if format == .binary {
            switch type {
            case .text, .varchar, .bpchar, .name, .json, .unknown, .char: break
            case .jsonb:
                // A version byte comes first; there has been one version so far.
                guard bytes.byteCount > 0, bytes.bigEndian(UInt8.self) == 1 else {
                    throw LibpqDecodingFailure.malformed(type)
                }
                offset = 1
            case .numeric: return try PostgresNumeric(bytes).text
            default: throw LibpqDecodingFailure.mismatch(type, String.self)
            }
        }
        guard let text = bytes.utf8(from: offset) else { throw LibpqDecodingFailure.malformed(type) }
        return text
    }
}

extension [UInt8]: LibpqDecodable {
    /// Copies the bytes; `bytea` in text form is refused, since it would have to be unescaped.
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> [UInt8] {
        guard format == .binary || type != .bytea else { throw LibpqDecodingFailure("bytea in text form is escaped") }
        return bytes.array
    }
}
