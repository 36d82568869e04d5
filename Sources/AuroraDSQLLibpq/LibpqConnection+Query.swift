extension LibpqConnection {
    /// Runs a statement and reads its whole result into memory.
    ///
    /// ```swift
    /// let result = try await connection.query(
    ///     "UPDATE account SET balance = balance - $1 WHERE id = $2", [amount, id]
    /// )
    /// print(result.affectedRows ?? 0)
    /// ```
    ///
    /// - Parameters:
    ///   - sql: One statement; `$1` and so on are its parameters.
    ///   - parameters: The values, `nil` for NULL.
    ///   - results: The form of the values that come back; binary by default.
    /// - Throws: `PostgresServerError`, ``LibpqError``, `CancellationError`.
    @discardableResult
    public func query(
        _ sql: String,
        _ parameters: [(any LibpqEncodable)?] = [],
        results: LibpqFormat = .binary
    ) async throws -> LibpqResult {
        try Self.whole(await session.run(Statement(.sql(sql), parameters, results: results)))
    }

    /// Runs a statement without parameters.
    ///
    /// - Returns: The command tag, `nil` for an empty statement.
    @discardableResult
    public func execute(_ sql: String) async throws -> String? {
        Self.tag(try await session.run(Statement(.sql(sql))))
    }

    /// Runs a statement without parameters to its end, also in a task that is cancelled.
    ///
    /// - Returns: The command tag, `nil` for an empty statement.
    @discardableResult
    public func executeUninterrupted(_ sql: String) async throws -> String? {
        Self.tag(try await session.runUninterrupted(Statement(.sql(sql))))
    }

    static func whole(_ result: LibpqResult?) throws -> LibpqResult {
        guard let result else { throw LibpqError(.libraryFailure, "libpq handed out no result.") }
        return result
    }

    private static func tag(_ result: LibpqResult?) -> String? {
        guard let tag = result?.commandTag, !tag.isEmpty else { return nil }
        return tag
    }
}
