/// Money on its way from one account of a ``Bank`` to another, under an ID that it inserts itself.
package struct Transfer: Sendable, Hashable {
    /// How the writer does it.
    package enum Manner: Sendable, Hashable, CaseIterable {
        /// Once, or again after a conflict.
        case plain
        /// Declared idempotent: it looks for its ID first, and may be repeated whatever has happened.
        case idempotent
        /// The writer changes its mind after the last statement.
        case abandoned
    }

    package let id: Int
    package let source: Int
    package let target: Int
    package let amount: Int
    package let manner: Manner

    /// Draws a transfer.
    init(id: Int, using random: inout SplitMix64) {
        self.id = id
        source = Int.random(in: 1...BankRules.accounts, using: &random)
        // Any of the others.
        target = (source - 1 + Int.random(in: 1..<BankRules.accounts, using: &random)) % BankRules.accounts + 1
        amount = Int.random(in: 1...9, using: &random)
        let draw = Int.random(in: 0..<16, using: &random)
        manner = draw == 0 ? .abandoned : draw < 5 ? .idempotent : .plain
    }

    /// What each account gets.
    ///
    /// PostgreSQL locks rows, which DSQL does not: mostly the lower account comes first, so that writers
    /// block each other for ever now and then only.
    var changes: [(account: Int, change: Int)] {
        let changes = [(source, -amount), (target, amount)]
        return source < target || id.isMultiple(of: 16) ? changes : changes.reversed()
    }
}

/// What every bank has in common.
package enum BankRules {
    package static let accounts = 8
    package static let writers = 16
    package static let openingBalance = 1000
}
