extension DSQLClient {
    /// Runs a closure in a transaction, with the retries of the client's configuration.
    ///
    /// The rules are those of ``withTransaction(retrying:idempotent:timeLimit:_:)``.
    @discardableResult
    public func withTransaction<Result>(
        idempotent: Bool = false,
        timeLimit: Duration? = nil,
        _ body: (Driver.Connection) async throws -> Result
    ) async throws -> Result {
        try await withTransaction(retrying: retryPolicy, idempotent: idempotent, timeLimit: timeLimit, body)
    }

    /// Runs a closure in a transaction, and runs both again after a conflict.
    ///
    /// ```swift
    /// try await client.withTransaction(retrying: .default) { connection in
    ///     try await connection.execute("UPDATE accounts SET balance = balance - 1 WHERE id = 7")
    ///     try await connection.execute("UPDATE accounts SET balance = balance + 1 WHERE id = 8")
    /// }
    /// ```
    ///
    /// * `BEGIN`, `COMMIT` and `ROLLBACK` are the client's. The closure must be fit to run several times: it gets another
    ///   connection for each attempt.
    /// * Only a conflict (SQLSTATE 40001) makes another attempt. After `ROLLBACK`, which cancellation does not stop, and
    ///   a wait, which it does. Without a policy, or with 0 retries, the original error is thrown as it is.
    /// * When `COMMIT` is answered with ROLLBACK, since the closure hid a failed statement, nothing was committed and
    ///   ``DSQLError/Code/transactionRolledBack`` is thrown.
    /// * When the connection is lost after `COMMIT` was sent, ``DSQLError/Code/commitOutcomeUnknown`` is thrown, at once
    ///   unless `idempotent` is set. With it, later attempts may fail for another reason: the outcome is still unknown,
    ///   and that reason is the cause.
    /// * A task that was cancelled before `COMMIT` commits nothing. Once `COMMIT` is sent its answer is awaited, after a
    ///   cancellation for ``PoolConfiguration/settleTimeout``.
    /// * A transaction of the same client inside the closure is refused, also in its child tasks:
    ///   ``DSQLError/Code/nestedTransaction``. ``withConnection(timeLimit:_:)`` there takes another connection, outside
    ///   the transaction.
    ///
    /// - Parameters:
    ///   - policy: The retries; `nil` for none.
    ///   - idempotent: Whether running the transaction twice is the same as running it once, so that it may be tried
    ///     again when its outcome is unknown, the connection is lost or the service is unavailable (XX000).
    ///   - timeLimit: How long everything may take, waits and all attempts together; unlimited by default. When it
    ///     passes, the connection is closed.
    ///   - body: The transaction.
    /// - Throws: What the closure throws; after several attempts ``DSQLError/Code/conflictRetriesExhausted`` or
    ///   ``DSQLError/Code/retryCancelled`` with the last conflict as the cause; what
    ///   ``withConnection(timeLimit:_:)`` throws.
    @discardableResult
    public func withTransaction<Result>(
        retrying policy: OCCRetryPolicy?,
        idempotent: Bool = false,
        timeLimit: Duration? = nil,
        _ body: (Driver.Connection) async throws -> Result
    ) async throws -> Result {
        let scope = TransactionScope.clients
        guard !scope.contains(ObjectIdentifier(self)) else {
            throw DSQLError(
                .nestedTransaction,
                "A transaction was begun inside another one of the same client.",
                remedy: "Use the connection of the outer transaction; DSQL has no savepoints."
            )
        }
        let deadline = deadline(timeLimit)
        return try await retrying(policy, idempotent: idempotent, deadline: deadline) {
            try await withLease(deadline: deadline) { lease in
                try await transact(on: lease, deadline: deadline) {
                    try await TransactionScope.$clients.withValue(scope + [ObjectIdentifier(self)]) {
                        try await body(lease.connection)
                    }
                }
            }
        }
    }

    private func transact<Result>(
        on lease: ConnectionPool<Driver>.Lease,
        deadline: Duration?,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let result: Result
        do {
            try await lease.connection.execute("BEGIN")
            result = try await body()
            try Task.checkCancellation()
        } catch {
            await rollBack(lease, deadline: deadline)
            throw error
        }
        guard lease.connection.transactionStatus != .idle else {
            throw DSQLError(
                .transactionEndedEarly,
                "The transaction's closure ended the transaction by SQL of its own.",
                remedy: "Leave COMMIT and ROLLBACK out; throw an error to roll back."
            )
        }
        try await commit(lease, deadline: deadline)
        return result
    }
}

/// The clients whose transactions the current task is in.
enum TransactionScope {
    @TaskLocal static var clients: [ObjectIdentifier] = []
}
