/// What is sent to the server for one call.
struct Statement: Sendable {
    enum Kind: Sendable {
        case sql(String)
        case prepared(String)
        case prepare(name: String, sql: String, types: [LibpqDataType])
    }

    var kind: Kind
    var parameters: LibpqParameterBuffer
    var results: LibpqFormat
    /// At most so many rows at a time; `nil` for the whole result at once.
    var rowsPerChunk: Int?

    init(
        _ kind: Kind,
        _ parameters: [(any LibpqEncodable)?] = [],
        results: LibpqFormat = .binary,
        rowsPerChunk: Int? = nil
    ) throws {
        // A C string ends at a zero byte: the server would be sent something else than what was written.
        if case .sql(let text) = kind, text.holdsZeroByte { throw Self.zeroByte }
        if case .prepare(_, let text, _) = kind, text.holdsZeroByte { throw Self.zeroByte }
        guard parameters.count <= 65_535 else {
            throw LibpqError(.invalidStatement, "A statement cannot have \(parameters.count) parameters, but 65535.")
        }
        // Before anything is stored, or a failure would have to take it apart again.
        let parameters = try LibpqParameterBuffer(parameters)
        self.kind = kind
        self.parameters = parameters
        self.results = results
        self.rowsPerChunk = rowsPerChunk
    }

    private static var zeroByte: LibpqError {
        LibpqError(.invalidStatement, "A statement with U+0000 in it cannot be sent.")
    }

    /// Hands the statement to libpq; `false` when it refuses.
    func send(over handle: LibpqHandle) -> Bool {
        let isSent =
            switch kind {
            case .sql(let text): handle.send(sql: text, parameters, results: results)
            case .prepared(let name): handle.send(prepared: name, parameters, results: results)
            case .prepare(let name, let sql, let types): handle.prepare(name, sql: sql, types: types)
            }
        guard isSent, let rowsPerChunk else { return isSent }
        return handle.handOutRows(inChunksOf: rowsPerChunk)
    }
}
