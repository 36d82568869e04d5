/// Why a single value could not be read; the result adds which one it was.
///
/// ```swift
/// throw LibpqDecodingFailure("it has \(bytes.byteCount) bytes instead of 4")
/// ```
public struct LibpqDecodingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The reason, as the end of a sentence; it never repeats the value.
    public let description: String

    /// Creates a failure from the end of a sentence.
    public init(_ reason: String) { description = reason }

    /// The failure of a type that does not fit.
    static func mismatch(_ type: LibpqDataType, _ wanted: Any.Type) -> LibpqDecodingFailure {
        LibpqDecodingFailure("\(type) cannot be read as \(wanted)")
    }

    /// The failure of a value that is too large or too precise.
    static func noRoom(_ wanted: Any.Type) -> LibpqDecodingFailure {
        LibpqDecodingFailure("the value does not fit into \(wanted)")
    }

    /// The failure of bytes that are not what their type says.
    static func malformed(_ type: LibpqDataType) -> LibpqDecodingFailure {
        LibpqDecodingFailure("its bytes are no \(type)")
    }
}
