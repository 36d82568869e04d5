import AuroraDSQL

/// What has come of the answer to one statement.
struct Answer {
    enum Progress {
        case wait, chunk(LibpqResult), complete
        /// The connection cannot be brought to rest.
        case broken
    }

    /// The first result; for a streamed statement the last, which has the command tag and no rows.
    private(set) var result: LibpqResult?
    /// The first error.
    ///
    /// One that comes after the command tag counts: in the extended protocol an autocommit may fail
    /// only at Sync, as a deferred constraint shows.
    private(set) var failure: (any Error)?

    private let rowsPerChunk: Int?
    private var isCopyingOut = false
    private var isBroken = false
    /// Rows that came one at a time and are not yet a chunk.
    private var gathered: GatheredRows?

    init(rowsPerChunk: Int? = nil) { self.rowsPerChunk = rowsPerChunk }

    var isStreamed: Bool { rowsPerChunk != nil }

    /// Reads what libpq has, without waiting.
    ///
    /// - Parameters:
    ///   - isDraining: Rows are thrown away.
    ///   - isIntact: More may come. Where not, libpq's own error ends the answer.
    mutating func read(from handle: LibpqHandle, isDraining: Bool, isIntact: Bool) -> Progress {
        while true {
            if isCopyingOut {
                switch handle.dropCopyRow() {
                case .row: continue
                case .wait where isIntact: return .wait
                case .wait, .end: isCopyingOut = false
                }
            }
            if isIntact, handle.isBusy { return .wait }
            guard let next = handle.nextResult() else {
                // Rows that are still gathered belong to an answer that failed.
                gathered = nil
                return .complete
            }
            if let chunk = take(next, from: handle, isDraining: isDraining) { return .chunk(chunk) }
            if isBroken { return .broken }
        }
    }

    private mutating func take(_ next: LibpqResult, from handle: LibpqHandle, isDraining: Bool) -> LibpqResult? {
        switch next.status {
        case .chunk:
            guard !isDraining else {
                gathered = nil
                return nil
            }
            return gather(next)
        case .tuples, .command, .empty:
            if result == nil { result = next }
            // The rows before the end, which a chunk was not filled with.
            defer { gathered = nil }
            return isDraining ? nil : gathered?.result
        case .copyIn:
            refuseCopy()
            isBroken = !handle.refuseCopyIn()
            return nil
        case .copyOut:
            refuseCopy()
            isCopyingOut = true
            return nil
        case .copyBoth:
            refuseCopy()
            isBroken = true
            return nil
        case .error:
            fail(next.failure(isConnectionBad: handle.isBad))
            return nil
        }
    }

    private mutating func gather(_ next: LibpqResult) -> LibpqResult? {
        let size = rowsPerChunk ?? 1
        // A libpq that knows chunks has filled this one.
        if Libpq.hasChunkedRows || size == 1 { return next }
        if gathered == nil { gathered = GatheredRows(next) } else { gathered?.append(next) }
        guard let rows = gathered else {
            fail(LibpqError(.libraryFailure, "Memory ran out while a result was read."))
            return nil
        }
        if rows.isOutOfMemory { fail(LibpqError(.libraryFailure, "Memory ran out while a result was read.")) }
        guard rows.count >= size else { return nil }
        gathered = nil
        return rows.result
    }

    private mutating func fail(_ error: any Error) { failure = failure ?? error }

    private mutating func refuseCopy() {
        fail(
            LibpqError(
                .copyNotSupported,
                "COPY from or to the client is not supported; it was refused and nothing was copied.",
                remedy: "Use INSERT with many rows, or stream a SELECT."
            )
        )
    }
}
