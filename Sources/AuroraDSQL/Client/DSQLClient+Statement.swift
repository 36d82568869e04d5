extension DSQLClient {
    /// Runs one statement on its own, with the retries of the client's configuration.
    ///
    /// The rules are those of ``execute(_:retrying:idempotent:timeLimit:)``.
    @discardableResult
    public func execute(
        _ sql: String,
        idempotent: Bool = false,
        timeLimit: Duration? = nil
    ) async throws -> String? {
        try await execute(sql, retrying: retryPolicy, idempotent: idempotent, timeLimit: timeLimit)
    }

    /// Runs one statement on its own, such as DDL, and runs it again after a conflict.
    ///
    /// ```swift
    /// try await client.execute("CREATE TABLE accounts (id int PRIMARY KEY, balance int)", retrying: .default)
    /// ```
    ///
    /// The statement is its own transaction: DSQL takes one DDL statement in each. A statement the server answered with
    /// a conflict did nothing. One whose connection was lost before the answer may have taken effect:
    /// ``DSQLError/Code/commitOutcomeUnknown``, never retried unless `idempotent` is set.
    ///
    /// - Parameters:
    ///   - sql: One statement, without parameters.
    ///   - policy: The retries; `nil` for none.
    ///   - idempotent: Whether running it twice is the same as running it once (`CREATE TABLE IF NOT EXISTS`).
    ///   - timeLimit: How long everything may take, waits and attempts together; unlimited by default.
    /// - Returns: The command tag, such as `CREATE TABLE`.
    /// - Throws: The driver's error; otherwise as ``withTransaction(retrying:idempotent:timeLimit:_:)``.
    @discardableResult
    public func execute(
        _ sql: String,
        retrying policy: OCCRetryPolicy?,
        idempotent: Bool = false,
        timeLimit: Duration? = nil
    ) async throws -> String? {
        let deadline = deadline(timeLimit)
        return try await retrying(policy, idempotent: idempotent, deadline: deadline) {
            try await withLease(deadline: deadline) { lease in
                do {
                    return try await lease.connection.execute(sql)
                } catch  where isUnknown(error) {
                    throw DSQLError(
                        .commitOutcomeUnknown,
                        "The connection was lost before the statement was answered; it may have taken effect.",
                        remedy: "Look whether it has before doing it again, or declare it idempotent.",
                        cause: error
                    )
                }
            }
        }
    }

    private func isUnknown(_ error: any Error) -> Bool {
        let server = driver.findServerError(in: error)
        return CommitOutcome(server: server, isLost: driver.findLostConnection(in: error)) == .unknown
    }
}
