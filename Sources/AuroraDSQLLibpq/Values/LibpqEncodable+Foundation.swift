public import FoundationEssentials

extension UUID: LibpqEncodable {
    /// The type `uuid`.
    public static var libpqType: LibpqDataType { .uuid }
    /// Appends sixteen bytes.
    public func encode(into bytes: inout [UInt8]) {
        let id = uuid
        bytes.append(contentsOf: [
            id.0, id.1, id.2, id.3, id.4, id.5, id.6, id.7, id.8, id.9, id.10, id.11, id.12, id.13, id.14, id.15,
        ])
    }
}

extension Date: LibpqEncodable {
    /// The type `timestamptz`; the server makes `timestamp` or `date` of it in the session's time zone where a column asks.
    public static var libpqType: LibpqDataType { .timestamptz }

    /// Appends the microseconds since 2000, rounded to the nearest.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/invalidParameter`` for a time outside of what PostgreSQL
    ///   can hold (4713 BC to 294276).
    public func encode(into bytes: inout [UInt8]) throws {
        guard let microseconds = PostgresEpoch.microseconds(self) else {
            throw LibpqError(
                .invalidParameter,
                "A Date \(timeIntervalSince1970) seconds after 1970 is outside of what timestamptz can hold."
            )
        }
        Self.appendBigEndian(microseconds, to: &bytes)
    }
}

extension Decimal: LibpqEncodable {
    /// The type `numeric`.
    public static var libpqType: LibpqDataType { .numeric }
    /// Text.
    public static var libpqFormat: LibpqFormat { .text }

    /// Appends every digit; NaN is NaN.
    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: description.utf8) }
}
