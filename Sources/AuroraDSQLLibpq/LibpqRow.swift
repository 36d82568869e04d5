/// A row of a result.
///
/// ```swift
/// let balance = try row.decode(Int64.self, at: "balance")
/// let (id, name) = try row.decode((UUID, String).self)
/// ```
///
/// A row keeps its whole result in memory.
public struct LibpqRow: Sendable {
    /// The result the row is in.
    public let result: LibpqResult
    /// Its position, from 0.
    public let index: Int

    @inlinable
    init(result: LibpqResult, index: Int) {
        self.result = result
        self.index = index
    }

    /// How many columns there are.
    public var columnCount: Int { result.columnCount }

    /// Whether a value is NULL.
    public func isNull(at column: Int) -> Bool { result.isNull(row: index, column: column) }

    /// Reads the value of a column by position, from 0.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/columnNotFound`` or ``LibpqError/Code/decodingFailed``.
    @inlinable
    public func decode<Value: LibpqDecodable>(_ type: Value.Type = Value.self, at column: Int) throws -> Value {
        try result.decode(type, row: index, column: column)
    }

    /// Reads the value of a column by name; by position is faster.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/columnNotFound`` or ``LibpqError/Code/decodingFailed``.
    public func decode<Value: LibpqDecodable>(_ type: Value.Type = Value.self, at name: String) throws -> Value {
        try result.decode(type, row: index, column: result.columnIndex(name))
    }

    /// Reads the first columns, one for each type; column by column is faster.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/columnNotFound`` or ``LibpqError/Code/decodingFailed``.
    @inlinable
    public func decode<each Value: LibpqDecodable>(_ types: (repeat each Value).Type) throws -> (repeat each Value) {
        var count = 0
        for _ in repeat (each Value).self { count += 1 }
        // Where the row and its columns are is checked once, not for each value.
        if count > 0 { try result.check(row: index, column: count - 1) }
        var column = 0
        return (repeat try result.decodeNext((each Value).self, row: index, column: &column))
    }
}

extension LibpqResult: RandomAccessCollection {
    /// The position of the first row.
    public var startIndex: Int { 0 }
    /// The position after the last row.
    public var endIndex: Int { rowCount }

    /// The row at a position.
    @inlinable
    public subscript(position: Int) -> LibpqRow { LibpqRow(result: self, index: position) }
}
