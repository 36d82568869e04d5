public import FoundationEssentials

extension UUID: LibpqDecodable {
    /// Reads `uuid`.
    @inlinable
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> UUID {
        if format == .binary, type.rawValue == 2950, bytes.byteCount == 16 {
            // Its initializer takes sixteen bytes one by one, which is ten times the work. The sizes are checked.
            return unsafe unsafeBitCast(bytes.unsafeLoadUnaligned(as: uuid_t.self), to: UUID.self)
        }
        return try decodeText(bytes, type: type, format: format)
    }

    /// Reads a text, or says what is wrong.
    @usableFromInline
    static func decodeText(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> UUID {
        guard format == .binary else {
            guard let id = bytes.utf8().flatMap({ UUID(uuidString: $0) }) else {
                throw LibpqDecodingFailure.mismatch(type, UUID.self)
            }
            return id
        }
        throw type == .uuid ? LibpqDecodingFailure.malformed(type) : LibpqDecodingFailure.mismatch(type, UUID.self)
    }
}

extension Date: LibpqDecodable {
    /// Reads `timestamptz`, and `timestamp` and `date` as UTC; infinity has no `Date`.
    @inlinable
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Date {
        if format == .binary, type.rawValue == 1184, bytes.byteCount == 8 {
            let microseconds = Int64(bigEndian: unsafe bytes.unsafeLoadUnaligned(as: Int64.self))
            if microseconds != .max, microseconds != .min { return PostgresEpoch.date(microseconds: microseconds) }
        }
        return try decodeOther(bytes, type: type, format: format)
    }

    /// Reads what is rarer, or says what is wrong.
    @usableFromInline
    static func decodeOther(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Date {
        guard format == .binary else { throw LibpqDecodingFailure("a Date is read from binary results only") }
        switch (type, bytes.byteCount) {
        case (.timestamptz, 8), (.timestamp, 8):
            let microseconds = bytes.bigEndian(Int64.self)
            guard microseconds != .max, microseconds != .min else { throw LibpqDecodingFailure("infinity is no Date") }
            return PostgresEpoch.date(microseconds: microseconds)
        case (.date, 4):
            let days = bytes.bigEndian(Int32.self)
            guard days != .max, days != .min else { throw LibpqDecodingFailure("infinity is no Date") }
            return PostgresEpoch.date(days: days)
        case (.timestamptz, _), (.timestamp, _), (.date, _): throw LibpqDecodingFailure.malformed(type)
        default: throw LibpqDecodingFailure.mismatch(type, Date.self)
        }
    }
}

extension Decimal: LibpqDecodable {
    /// Reads `numeric`, exactly or not at all, and the integer types.
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Decimal {
        guard format == .binary else { throw LibpqDecodingFailure("a Decimal is read from binary results only") }
        switch type {
        case .numeric:
            let numeric = try PostgresNumeric(bytes)
            if numeric.isNaN { return .nan }
            guard let decimal = numeric.digits?.decimal else { throw LibpqDecodingFailure.noRoom(Decimal.self) }
            return decimal
        case .int2, .int4, .int8: return Decimal(try Int64.decode(bytes, type: type, format: format))
        default: throw LibpqDecodingFailure.mismatch(type, Decimal.self)
        }
    }
}
