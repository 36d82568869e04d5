/// A statement that the server has parsed and keeps, for one connection.
///
/// ```swift
/// let statement = try await connection.prepare("SELECT name FROM account WHERE id = $1")
/// for id in ids {
///     let result = try await connection.query(statement, [id])
/// }
/// ```
public struct LibpqStatement: Sendable {
    /// The name the server knows it by.
    public let name: String
    let sessionID: UInt64
}

extension LibpqConnection {
    /// Has the server parse a statement, to run it many times.
    ///
    /// - Parameters:
    ///   - sql: One statement; `$1` and so on are its parameters.
    ///   - types: The parameters' types, as far as the server is not to infer them.
    /// - Throws: `PostgresServerError`, ``LibpqError``, `CancellationError`.
    public func prepare(_ sql: String, types: [LibpqDataType] = []) async throws -> LibpqStatement {
        let name = "s\(session.nextStatementNumber())"
        _ = try await session.run(Statement(.prepare(name: name, sql: sql, types: types)))
        return LibpqStatement(name: name, sessionID: session.id)
    }

    /// Runs a prepared statement and reads its whole result into memory.
    ///
    /// Parameters are sent in the form of their Swift type; the server takes the types for those it inferred, so that an
    /// `Int` fits `bigint` only.
    ///
    /// - Throws: `PostgresServerError`, `CancellationError`, ``LibpqError``, with code
    ///   ``LibpqError/Code/invalidStatement`` for a statement of another connection.
    @discardableResult
    public func query(
        _ statement: LibpqStatement,
        _ parameters: [(any LibpqEncodable)?] = [],
        results: LibpqFormat = .binary
    ) async throws -> LibpqResult {
        let prepared = Statement.Kind.prepared(try name(of: statement))
        return try Self.whole(await session.run(Statement(prepared, parameters, results: results)))
    }

    /// Has the server forget a prepared statement.
    ///
    /// - Throws: As ``query(_:_:results:)-(LibpqStatement,_,_)``.
    public func deallocate(_ statement: LibpqStatement) async throws {
        try await execute("DEALLOCATE \(name(of: statement))")
    }

    func name(of statement: LibpqStatement) throws -> String {
        guard statement.sessionID == session.id else {
            throw LibpqError(
                .invalidStatement,
                "The statement was prepared on another connection.",
                remedy: "Prepare it on the connection that is to run it."
            )
        }
        return statement.name
    }
}
