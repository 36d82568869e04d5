/// Single rows put together to a chunk, for a libpq that cannot do so itself (before 17).
struct GatheredRows {
    let result: LibpqResult
    private(set) var count = 1
    private(set) var isOutOfMemory = false

    /// Begins with a result of one row.
    init?(_ first: LibpqResult) {
        guard let copy = first.copy() else { return nil }
        result = copy
    }

    /// Adds the row of another result.
    mutating func append(_ next: LibpqResult) {
        if result.append(next) { count += 1 } else { isOutOfMemory = true }
    }
}
