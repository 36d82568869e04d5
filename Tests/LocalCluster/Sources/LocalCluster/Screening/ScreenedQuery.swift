/// A query text as PostgreSQL gets to see it.
package struct ScreenedQuery: Sendable, Equatable {
    package var kinds: [StatementKind]
    package var refusals: [Refusal]
    /// Nil where the text goes through as it is.
    package var rewritten: [UInt8]?

    /// `replace` may put other text in the place of a statement that is not refused.
    package init(_ text: [UInt8], replace: (StatementKind) -> String? = { _ in nil }) {
        kinds = []
        refusals = []
        var output: [UInt8] = []
        var changed = false
        for statement in SQLScanner.statements(text) {
            let kind = StatementKind(statement)
            if kind != .empty { kinds.append(kind) }
            if case .refused(let refusal) = kind {
                refusals.append(refusal)
                output += Array(refusal.statement.utf8)
                changed = true
            } else if kind != .empty, let replacement = replace(kind) {
                output += Array(replacement.utf8)
                changed = true
            } else {
                output += text[statement.range]
            }
            if statement.isTerminated { output.append(UInt8(ascii: ";")) }
        }
        rewritten = changed ? output : nil
    }
}
