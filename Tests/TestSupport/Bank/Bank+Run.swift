import AuroraDSQL
import Foundation

extension Bank {
    /// Runs a bank on a cluster of its own and answers what must not be.
    ///
    /// `DSQL_TEST_BANK_SECONDS` says how long, 15 seconds by default; `DSQL_TEST_SEED` repeats the random choices, of which
    /// the order of events is no part.
    package static func run(_ driver: Driver) async throws -> [String] {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["DSQL_TEST_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999_999)
        let seconds = environment["DSQL_TEST_BANK_SECONDS"].flatMap(Int.init) ?? 15
        print("Bank on \(driver.name): DSQL_TEST_SEED=\(seed)")

        let local = try await LocalCluster()
        do {
            let cluster = try TestCluster(local)
            let violations = try await withDSQLClient(
                configuration: cluster.configuration,
                driver: driver,
                tokenProvider: cluster.tokenProvider
            ) { client in
                let bank = Bank(client: client, driver: driver, seed: seed)
                try await bank.open()
                try await bank.move(for: .seconds(seconds)) { try local.control($0) }
                let violations = try await bank.violations()
                print("Bank on \(driver.name): \(bank.ledger.summary)")
                print("Bank on \(driver.name): \(try local.control("status"))")
                if !bank.ledger.isVaried { return violations + ["Not every outcome was met."] }
                return violations
            }
            await local.stop()
            return violations
        } catch {
            await local.stop()
            throw error
        }
    }
}
