extension Bool: LibpqEncodable {
    /// The type `boolean`.
    public static var libpqType: LibpqDataType { .bool }
    /// Appends one byte.
    public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
}

extension Int16: LibpqEncodable {
    /// The type `smallint`.
    public static var libpqType: LibpqDataType { .int2 }
    /// Appends two bytes.
    public func encode(into bytes: inout [UInt8]) { Self.appendBigEndian(self, to: &bytes) }
}

extension Int32: LibpqEncodable {
    /// The type `integer`.
    public static var libpqType: LibpqDataType { .int4 }
    /// Appends four bytes.
    public func encode(into bytes: inout [UInt8]) { Self.appendBigEndian(self, to: &bytes) }
}

extension Int64: LibpqEncodable {
    /// The type `bigint`.
    public static var libpqType: LibpqDataType { .int8 }
    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) { Self.appendBigEndian(self, to: &bytes) }
}

extension Int: LibpqEncodable {
    /// The type `bigint`.
    public static var libpqType: LibpqDataType { .int8 }
    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) { Self.appendBigEndian(Int64(self), to: &bytes) }
}

extension Float: LibpqEncodable {
    /// The type `real`.
    public static var libpqType: LibpqDataType { .float4 }
    /// Appends four bytes.
    public func encode(into bytes: inout [UInt8]) { Self.appendBigEndian(bitPattern, to: &bytes) }
}

extension Double: LibpqEncodable {
    /// The type `double precision`.
    public static var libpqType: LibpqDataType { .float8 }
    /// Appends eight bytes.
    public func encode(into bytes: inout [UInt8]) { Self.appendBigEndian(bitPattern, to: &bytes) }
}

extension String: LibpqEncodable {
    /// The server infers it, as for a quoted literal.
    public static var libpqType: LibpqDataType { .unspecified }
    /// Text.
    public static var libpqFormat: LibpqFormat { .text }

    /// Appends the UTF-8.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/invalidParameter`` for a text with U+0000, which
    ///   PostgreSQL cannot hold.
    public func encode(into bytes: inout [UInt8]) throws {
        guard !holdsZeroByte else {
            throw LibpqError(
                .invalidParameter,
                "A text with U+0000 in it cannot be a parameter: PostgreSQL has no such text.",
                remedy: "Remove the character, or store the value as bytea ([UInt8])."
            )
        }
        bytes.append(contentsOf: utf8)
    }
}

extension [UInt8]: LibpqEncodable {
    /// The type `bytea`.
    public static var libpqType: LibpqDataType { .bytea }
    /// Appends the bytes.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self) }
}
