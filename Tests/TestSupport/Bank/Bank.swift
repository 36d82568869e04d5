package import AuroraDSQL

/// A bank whose money must stay the same, whatever becomes of its connections: a contended workload for any driver.
///
/// ```swift
/// let bank = Bank(client: client, driver: driver, seed: seed)
/// try await bank.open()
/// try await bank.move(for: .seconds(15)) { try cluster.control($0) }
/// #expect(try await bank.violations() == [])
/// ```
///
/// Writers move money among a few accounts, each transfer in a transaction that also inserts the transfer's ID. What
/// the client tells them is kept in a ``BankLedger`` and compared with the tables afterwards. Of the driver nothing is
/// used but statements and their command tags.
package struct Bank<Driver: PostgresDriver>: Sendable {
    let client: DSQLClient<Driver>
    let driver: Driver
    let seed: UInt64
    /// What the writers were told.
    package let ledger = BankLedger()

    /// Many, and short waits: so that most transfers come through however many writers meet.
    static var retries: OCCRetryPolicy {
        OCCRetryPolicy(maxRetries: 12, baseDelay: .milliseconds(2), maxDelay: .milliseconds(200))
    }

    /// Creates a bank on a client that runs.
    package init(client: DSQLClient<Driver>, driver: Driver, seed: UInt64) {
        self.client = client
        self.driver = driver
        self.seed = seed
    }

    /// Makes the tables and fills the accounts.
    package func open() async throws {
        try await client.execute("CREATE TABLE bank_account (id int PRIMARY KEY, balance int8 NOT NULL)")
        // Without a key, so that a transfer that was made twice is seen twice.
        try await client.execute("CREATE TABLE bank_transfer (id int8, source int, target int, amount int8)")
        for id in 1...BankRules.accounts {
            try await client.execute("INSERT INTO bank_account VALUES (\(id), \(BankRules.openingBalance))")
        }
    }

    /// Moves money for a time, and then until every outcome has been met, for four times as long at most.
    ///
    /// - Parameter inject: Has the server do what a line of its control protocol says.
    package func move(for time: Duration, inject: @escaping @Sendable (String) async throws -> Void) async throws {
        let start = ContinuousClock.now
        let isOver = { @Sendable in
            let passed = ContinuousClock.now - start
            return passed >= time && (ledger.isVaried || passed >= time * 4)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...BankRules.writers { group.addTask { await write(writer, until: isOver) } }
            group.addTask { await audit(until: isOver) }
            group.addTask {
                var faults = BankFaults(seed: seed)
                while !isOver() {
                    let (wait, line) = faults.next()
                    try await Task.sleep(for: wait)
                    try await inject(line)
                }
                try await inject("clear")
            }
            try await group.waitForAll()
        }
    }

    private func write(_ writer: Int, until isOver: @Sendable () -> Bool) async {
        var random = SplitMix64(seed: seed &+ UInt64(writer))
        var number = 0
        while !isOver() {
            number += 1
            let transfer = Transfer(id: writer * 1_000_000 + number, using: &random)
            do {
                try await make(transfer)
                ledger.note(transfer, .committed)
            } catch {
                ledger.note(transfer, TransferOutcome(error, driver: driver))
            }
        }
    }

    private func make(_ transfer: Transfer) async throws {
        let isIdempotent = transfer.manner == .idempotent
        try await client.withTransaction(retrying: Self.retries, idempotent: isIdempotent) { connection in
            if isIdempotent, try await connection.execute(Self.lookUp(transfer)) != "SELECT 0" { return }
            for (account, change) in transfer.changes {
                try await connection.execute(
                    "UPDATE bank_account SET balance = balance + (\(change)) WHERE id = \(account)"
                )
            }
            try await connection.execute(
                """
                INSERT INTO bank_transfer
                VALUES (\(transfer.id), \(transfer.source), \(transfer.target), \(transfer.amount))
                """
            )
            if transfer.manner == .abandoned { throw ChangedMind() }
        }
    }

    static func lookUp(_ transfer: Transfer) -> String { "SELECT 1 FROM bank_transfer WHERE id = \(transfer.id)" }

    private func audit(until isOver: @Sendable () -> Bool) async {
        while !isOver() {
            do {
                try await checkSum()
                ledger.noteAudit()
            } catch {
                if case .unexpected(let text) = TransferOutcome(error, driver: driver) {
                    ledger.note(violation: "The sum could not be looked at: \(text)")
                }
            }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }
}
