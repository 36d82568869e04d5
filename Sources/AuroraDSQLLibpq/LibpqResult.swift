import AuroraDSQL
public import Synchronization

/// The rows of a statement, or a chunk of them.
///
/// ```swift
/// let result = try await connection.query("SELECT id, name FROM account WHERE balance > $1", [1000])
/// for row in result {
///     let (id, name) = try row.decode((UUID, String?).self)
///     print(id, name ?? "")
/// }
/// ```
///
/// Values are read where they lie, without waiting; a result holds the memory of all its rows until it is let go of.
public final class LibpqResult: Sendable {
    // Stored and read as one side of a hand-over each, whatever way the result takes from thread to thread.
    private let address = Atomic<UInt>(0)

    // Asked of libpq once and not for each value. The number of rows grows only before the result is handed out.
    private let shapes: [Shape]
    @usableFromInline let rows: Atomic<Int>

    /// Takes a result over.
    init(_ handle: LibpqResultHandle) {
        shapes = (0..<handle.columnCount).map { Shape(type: handle.type($0), format: handle.format($0)) }
        rows = Atomic(handle.rowCount)
        address.store(handle.address, ordering: .releasing)
    }

    private struct Shape {
        let type: LibpqDataType
        let format: LibpqFormat
    }

    private var handle: LibpqResultHandle { LibpqResultHandle(address: address.load(ordering: .acquiring)) }

    deinit { handle.clear() }

    /// How many rows there are.
    @inlinable
    public var rowCount: Int { rows.load(ordering: .relaxed) }

    /// How many columns there are; none for a statement that has no rows.
    public var columnCount: Int { handle.columnCount }

    /// The columns.
    public var columns: [LibpqColumn] {
        return (0..<handle.columnCount).map { column in
            LibpqColumn(name: handle.columnName(column), type: handle.type(column), format: handle.format(column))
        }
    }

    /// The command tag as the server sent it, such as `SELECT 2` or `INSERT 0 1`; empty for a chunk and for an empty
    /// statement.
    public var commandTag: String { handle.commandTag }

    /// How many rows the statement read or changed, where its command tag says so.
    public var affectedRows: Int? { Int(handle.affectedRows) }

    /// The position of the first column of a name, compared exactly.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/columnNotFound``.
    public func columnIndex(_ name: String) throws -> Int {
        for column in 0..<handle.columnCount where handle.columnName(column) == name { return column }
        throw LibpqError(
            .columnNotFound,
            "There is no column \"\(name)\" among \(columns.map { "\"\($0.name)\"" }.joined(separator: ", "))."
        )
    }

    /// Whether a value is NULL; `true` also outside of the result.
    public func isNull(row: Int, column: Int) -> Bool {
        guard isInside(row: row, column: column) else { return true }
        return unsafe handle.value(row: row, column: column).start == nil
    }

    /// Reads a value.
    ///
    /// - Throws: ``LibpqError`` with code ``LibpqError/Code/columnNotFound`` for a position outside of the result, and
    ///   ``LibpqError/Code/decodingFailed`` where the value cannot be read as the type.
    @inlinable
    public func decode<Value: LibpqDecodable>(_ type: Value.Type, row: Int, column: Int) throws -> Value {
        let field = field(row: row, column: column)
        // The bytes are the result's, which must not go before they are read.
        defer { withExtendedLifetime(self) {} }
        guard let start = unsafe field.start else { return try decodeNull(type, row: row, column: column) }
        do {
            let bytes = unsafe UnsafeRawBufferPointer(start: start, count: field.count)
            return try unsafe Value.decode(bytes.bytes, type: field.type, format: field.format)
        } catch {
            throw decodingError(error, row: row, column: column)
        }
    }

    /// Reads a value that is not there: NULL, or outside of the result.
    @inlinable @inline(never)
    func decodeNull<Value: LibpqDecodable>(_ type: Value.Type, row: Int, column: Int) throws -> Value {
        if let error = positionError(row: row, column: column) { throw error }
        do {
            return try Value.decodeNull()
        } catch {
            throw decodingError(error, row: row, column: column)
        }
    }

    /// A value as it lies in the result, whose memory it is: to be read while the result is held.
    @safe @usableFromInline
    struct Field {
        /// `nil` for NULL, and outside of the result.
        @usableFromInline let start: UnsafeRawPointer?
        @usableFromInline let count: Int
        @usableFromInline let type: LibpqDataType
        @usableFromInline let format: LibpqFormat
    }

    @usableFromInline
    func field(row: Int, column: Int) -> Field {
        // First, so that what was stored before the address can be seen.
        let handle = handle
        guard isInside(row: row, column: column) else {
            return unsafe Field(start: nil, count: 0, type: .unspecified, format: .binary)
        }
        let (start, count) = unsafe handle.value(row: row, column: column)
        let shape = shapes[column]
        return unsafe Field(start: start, count: count, type: shape.type, format: shape.format)
    }

    private func isInside(row: Int, column: Int) -> Bool {
        // A negative number is a very large one here, which saves half of the comparisons.
        UInt(bitPattern: row) < UInt(bitPattern: rowCount) && UInt(bitPattern: column) < UInt(bitPattern: shapes.count)
    }

    @usableFromInline
    func positionError(row: Int, column: Int) -> (any Error)? {
        if isInside(row: row, column: column) { return nil }
        return LibpqError(
            .columnNotFound,
            "There is no row \(row), column \(column) in a result of \(rowCount) rows and \(columnCount) columns."
        )
    }

    @usableFromInline
    func decodingError(_ error: any Error, row: Int, column: Int) -> any Error {
        LibpqError(
            .decodingFailed,
            "Column \"\(handle.columnName(column))\" of row \(row) cannot be read: \(error).",
            cause: error
        )
    }
}

@available(*, unavailable)
extension LibpqResult.Field: Sendable {}

// MARK: - For the driver

extension LibpqResult {
    var status: LibpqResultHandle.Status { handle.status }

    /// A copy that rows can be added to, before it is handed out.
    func copy() -> LibpqResult? { handle.copy().map { LibpqResult($0) } }

    /// Adds the first row of another result; only before this one is handed out.
    func append(_ other: LibpqResult) -> Bool {
        defer { rows.store(handle.rowCount, ordering: .relaxed) }
        return handle.append(other.handle)
    }

    /// The fields of an error or a notice.
    static func fields(_ handle: LibpqResultHandle) -> PostgresServerError {
        let all: [PostgresServerError.Field] = [
            .localizedSeverity, .severity, .sqlState, .message, .detail, .hint, .position, .internalPosition,
            .internalQuery, .context, .schemaName, .tableName, .columnName, .dataTypeName, .constraintName, .file,
            .line, .routine,
        ]
        var fields: [PostgresServerError.Field: String] = [:]
        for field in all { fields[field] = handle.field(field) }
        return PostgresServerError(fields: fields)
    }

    /// What an error result says: only the server's own errors have an SQLSTATE, libpq's are about the connection.
    func failure(isConnectionBad: Bool) -> any Error {
        let error = Self.fields(handle)
        guard error.sqlState.isEmpty else { return error }
        let reason = RefusalText.firstLine(of: handle.errorMessage)
        guard isConnectionBad else { return LibpqError(.libraryFailure, "libpq failed: \(reason).") }
        return LibpqError(.connectionLost, "The connection was lost before the answer was complete: \(reason).")
    }
}
