/// A column of a result.
///
/// ```swift
/// let names = result.columns.map(\.name)
/// ```
public struct LibpqColumn: Sendable, Hashable {
    /// The name; not always unique.
    public let name: String
    /// The data type.
    public let type: LibpqDataType
    /// The form its values came in.
    public let format: LibpqFormat
}
