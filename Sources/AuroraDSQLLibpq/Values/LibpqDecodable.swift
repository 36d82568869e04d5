/// A value that can be read from a column.
///
/// ```swift
/// struct AccountID: LibpqDecodable {
///     var number: Int64
///     static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> AccountID {
///         AccountID(number: try Int64.decode(bytes, type: type, format: format))
///     }
/// }
/// ```
///
/// What is read from what, in binary form:
///
/// | Swift | PostgreSQL |
/// |---|---|
/// | `Int16`, `Int32`, `Int64`, `Int` | `smallint`, `integer`, `bigint`, `oid`, where the value fits |
/// | `Float`, `Double` | `real`, `double precision` (`Float` from `real` alone) |
/// | `Bool` | `boolean` |
/// | `String` | `text`, `varchar`, `character`, `name`, `"char"`, `json`, `jsonb`, `numeric` (exact), `unknown` |
/// | `UUID` | `uuid` |
/// | `Date` | `timestamptz`, `timestamp` and `date` (both taken as UTC) |
/// | `Decimal` | `numeric` of up to 38 digits, the integer types |
/// | `[UInt8]` | `bytea`; of any other type the bytes as they came |
///
/// An `Optional` of each is `nil` for NULL. Results in text form are read as `String` whatever the type, and as numbers,
/// `Bool` and `UUID`. For any other type cast in SQL (`::text`) or ask for results in text form.
public protocol LibpqDecodable {
    /// Reads a value that is not NULL.
    ///
    /// - Parameters:
    ///   - bytes: The value as the server sent it.
    ///   - type: The column's type.
    ///   - format: The form of the bytes.
    /// - Throws: ``LibpqDecodingFailure`` where the type does not fit or the value has no room.
    static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Self

    /// The value for NULL; by default there is none.
    static func decodeNull() throws -> Self
}

extension LibpqDecodable {
    /// Throws: only an `Optional` can be NULL.
    public static func decodeNull() throws -> Self {
        throw LibpqDecodingFailure("it is NULL; read it as \(Self.self)?")
    }
}

extension Optional: LibpqDecodable where Wrapped: LibpqDecodable {
    /// Reads the value.
    @inlinable
    public static func decode(_ bytes: RawSpan, type: LibpqDataType, format: LibpqFormat) throws -> Wrapped? {
        try Wrapped.decode(bytes, type: type, format: format)
    }

    /// NULL is `nil`.
    @inlinable
    public static func decodeNull() -> Wrapped? { nil }
}
