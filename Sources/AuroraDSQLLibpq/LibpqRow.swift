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
        var column = -1
        return (repeat try decode((each Value).self, at: &column))
    }

    /// Reads the value of the column after the one before.
    @inlinable
    func decode<Value: LibpqDecodable>(_ type: Value.Type, at previous: inout Int) throws -> Value {
        previous += 1
        return try result.decode(type, row: index, column: previous)
    }
}

extension LibpqResult: RandomAccessCollection {
    /// The position of the first row.
    @inlinable
    public var startIndex: Int { 0 }
    /// The position after the last row.
    @inlinable
    public var endIndex: Int { rowCount }

    /// The row at a position.
    @inlinable
    public subscript(position: Int) -> LibpqRow { LibpqRow(result: self, index: position) }
}
