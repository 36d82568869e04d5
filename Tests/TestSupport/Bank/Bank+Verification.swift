import AuroraDSQL

extension Bank {
    /// Compares the tables with what the writers were told; answers what must not be.
    package func violations() async throws -> [String] {
        try await bringToRest()
        try await checkSum()

        let committed = ledger.transfers { $0 == .committed }
        try await check(committed, appear: 1, "was reported as committed")
        let rolledBack = ledger.transfers {
            if case .rolledBack = $0 { true } else { false }
        }
        try await check(rolledBack, appear: 0, "was reported as rolled back")

        var settled = committed
        for transfer in ledger.transfers(where: { $0 == .unknown }) {
            switch try await count(Self.lookUp(transfer)) {
            case 0: continue
            case 1: settled.append(transfer)
            case let count:
                ledger.note(violation: "Transfer \(transfer.id), of unknown outcome, is there \(count) times.")
            }
        }
        let rows = try await count("SELECT 1 FROM bank_transfer")
        if rows != settled.count {
            ledger.note(violation: "There are \(rows) transfers, and not the \(settled.count) that were made.")
        }
        try await checkBalances(settled)
        return ledger.violations
    }

    /// Waits until no transaction of a lost session is left that could still be committed.
    ///
    /// One whose COMMIT is on its way has changed accounts: changing all of them comes after it.
    private func bringToRest() async throws {
        try await client.withTransaction(retrying: Self.retries, idempotent: true) { connection in
            try await connection.execute("UPDATE bank_account SET balance = balance")
        }
    }

    /// The sum of all balances, which is the same in every snapshot.
    func checkSum() async throws {
        let sum = try await count("SELECT generate_series(1, (SELECT sum(balance) FROM bank_account)::int8)")
        let expected = BankRules.accounts * BankRules.openingBalance
        if sum != expected { ledger.note(violation: "The sum is \(sum) and not \(expected).") }
    }

    private func check(_ transfers: [Transfer], appear times: Int, _ claim: String) async throws {
        var rest = transfers[...]
        while !rest.isEmpty {
            let some = rest.prefix(500)
            rest = rest.dropFirst(500)
            let list = some.map { "\($0.id)" }.joined(separator: ", ")
            let rows = try await count("SELECT 1 FROM bank_transfer WHERE id IN (\(list))")
            let different = try await count("SELECT DISTINCT id FROM bank_transfer WHERE id IN (\(list))")
            if rows == times * some.count, different == rows { continue }
            for transfer in some {
                let count = try await count(Self.lookUp(transfer))
                if count != times {
                    ledger.note(
                        violation: "Transfer \(transfer.id) (\(transfer.manner)) \(claim) and is there \(count) times."
                    )
                }
            }
        }
    }

    private func checkBalances(_ transfers: [Transfer]) async throws {
        var balances = [Int: Int]()
        for transfer in transfers {
            balances[transfer.source, default: 0] -= transfer.amount
            balances[transfer.target, default: 0] += transfer.amount
        }
        for id in 1...BankRules.accounts {
            let balance = BankRules.openingBalance + balances[id, default: 0]
            if try await count("SELECT 1 FROM bank_account WHERE id = \(id) AND balance = \(balance)") != 1 {
                ledger.note(violation: "Account \(id) does not hold \(balance), which its transfers add up to.")
            }
        }
    }

    /// How many rows a SELECT gives, which its command tag tells.
    private func count(_ sql: String) async throws -> Int {
        guard let tag = try await client.execute(sql, retrying: Self.retries, idempotent: true),
            tag.hasPrefix("SELECT "), let count = Int(tag.dropFirst("SELECT ".count))
        else { throw Unanswered(sql: sql) }
        return count
    }

    private struct Unanswered: Error { let sql: String }
}
