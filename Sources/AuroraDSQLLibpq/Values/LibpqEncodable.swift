/// A value that can be a statement's parameter.
///
/// ```swift
/// struct AccountID: LibpqEncodable {
///     var number: Int64
///     static var libpqType: LibpqDataType { .int8 }
///     func encode(into bytes: inout [UInt8]) throws { try number.encode(into: &bytes) }
/// }
/// ```
///
/// Integers, floating point, `Bool`, `String`, `UUID`, `Date` (as `timestamptz`), `Decimal` (as `numeric`) and `[UInt8]`
/// (as `bytea`) are parameters as they are. A `String` leaves its type to the server, so that it also fits `json`,
/// `numeric`, `uuid`, `date` and the like. `nil` is NULL.
public protocol LibpqEncodable: Sendable {
    /// The type the server is told.
    static var libpqType: LibpqDataType { get }
    /// The form that ``encode(into:)`` writes; binary by default.
    static var libpqFormat: LibpqFormat { get }
    /// Appends the value.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/invalidParameter`` for a value PostgreSQL cannot hold.
    func encode(into bytes: inout [UInt8]) throws
}

extension LibpqEncodable {
    /// Binary.
    public static var libpqFormat: LibpqFormat { .binary }

    static func appendBigEndian<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        var shift = Number.bitWidth
        while shift > 0 {
            shift -= 8
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
