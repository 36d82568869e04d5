extension LibpqConnection {
    /// Runs a statement and lends its rows chunk by chunk, in bounded memory.
    ///
    /// ```swift
    /// try await connection.withChunks(of: "SELECT id, name FROM account") { chunks in
    ///     for try await chunk in chunks {
    ///         for row in chunk { print(try row.decode(String.self, at: 1)) }
    ///     }
    /// }
    /// ```
    ///
    /// Nothing more is read from the server while a chunk is worked on. Until the body returns the connection runs
    /// nothing else, unless the last row has been read. Rows that the body leaves are read and thrown away, for
    /// ``LibpqOptions/cancelTimeout`` at most: then the connection is closed.
    ///
    /// - Parameters:
    ///   - sql: One statement; `$1` and so on are its parameters.
    ///   - parameters: The values, `nil` for NULL.
    ///   - rowsPerChunk: The most rows at a time; ``LibpqOptions/rowsPerChunk`` by default.
    ///   - body: Reads the chunks. An error that comes after some rows is thrown by the iteration.
    /// - Returns: What the body returns.
    /// - Throws: What the body throws, `PostgresServerError`, ``LibpqError``, `CancellationError`.
    public func withChunks<Value>(
        of sql: String,
        _ parameters: [(any LibpqEncodable)?] = [],
        rowsPerChunk: Int? = nil,
        _ body: (LibpqChunks) async throws -> Value
    ) async throws -> Value {
        try await stream(.sql(sql), parameters, rowsPerChunk, body)
    }

    /// Runs a prepared statement and lends its rows chunk by chunk, as
    /// ``withChunks(of:_:rowsPerChunk:_:)-(String,_,_,_)`` does.
    public func withChunks<Value>(
        of statement: LibpqStatement,
        _ parameters: [(any LibpqEncodable)?] = [],
        rowsPerChunk: Int? = nil,
        _ body: (LibpqChunks) async throws -> Value
    ) async throws -> Value {
        try await stream(.prepared(name(of: statement)), parameters, rowsPerChunk, body)
    }

    private func stream<Value>(
        _ kind: Statement.Kind,
        _ parameters: [(any LibpqEncodable)?],
        _ rowsPerChunk: Int?,
        _ body: (LibpqChunks) async throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        let size = max(1, rowsPerChunk ?? options.rowsPerChunk)
        let chunks = LibpqChunks(
            session: session,
            id: try session.startStream(Statement(kind, parameters, rowsPerChunk: size))
        )
        let value: Value
        do {
            value = try await body(chunks)
        } catch {
            await chunks.drain()
            throw error
        }
        await chunks.drain()
        return value
    }
}

/// The rows of a statement, chunk by chunk, as they come.
///
/// ```swift
/// for try await chunk in chunks { count += chunk.rowCount }
/// ```
///
/// There is one pass: a second iteration goes on where the first one stopped.
public struct LibpqChunks: AsyncSequence, Sendable {
    /// A chunk: at least one row.
    public typealias Element = LibpqResult

    let session: LibpqSession
    let id: CallMachine.ID

    /// Hands out the chunks.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let chunks: LibpqChunks

        /// The next chunk; `nil` after the last.
        ///
        /// - Throws: `PostgresServerError`, ``LibpqError``, `CancellationError`.
        public mutating func next() async throws -> LibpqResult? {
            try await chunks.session.next(chunks.id)
        }
    }

    /// Begins to iterate.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: self) }

    /// Leaves the connection at rest, or closed.
    func drain() async {
        while let rest = try? await session.next(id, isDraining: true) { _ = rest }
    }
}

@available(*, unavailable)
extension LibpqChunks.AsyncIterator: Sendable {}
