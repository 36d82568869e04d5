extension DSQLClient {
    /// Lends a connection for the length of a closure.
    ///
    /// ```swift
    /// let tag = try await client.withConnection(timeLimit: .seconds(5)) { connection in
    ///     try await connection.execute("SELECT 1")
    /// }
    /// ```
    ///
    /// The closure runs on the caller's actor and is run once. A connection that is returned inside a transaction is
    /// rolled back; what `SET` changed stays, unless ``PoolConfiguration/resetsOnReturn`` is set. A cancelled caller
    /// leaves the queue at once; a cancelled closure is up to the driver's calls in it.
    ///
    /// - Parameters:
    ///   - timeLimit: How long waiting and the closure may take together; unlimited by default. DSQL has no
    ///     `statement_timeout`: when the limit passes, the connection is closed, and its calls fail.
    ///   - body: What to do with the connection.
    /// - Throws: What the closure throws; ``DSQLError`` with ``DSQLError/Code/acquireTimedOut``, or the reason why no
    ///   connection can be opened; ``DSQLError/Code/timeLimitExceeded``; ``DSQLError/Code/notRunning`` when ``run()``
    ///   is not called before the call's time is up; ``DSQLError/Code/shutDown``; `CancellationError`.
    @discardableResult
    public func withConnection<Result>(
        timeLimit: Duration? = nil,
        _ body: (Driver.Connection) async throws -> Result
    ) async throws -> Result {
        try await withLease(deadline: deadline(timeLimit)) { lease in try await body(lease.connection) }
    }

    func withLease<Result>(
        deadline: Duration?,
        _ body: (ConnectionPool<Driver>.Lease) async throws -> Result
    ) async throws -> Result {
        let lease = try await pool.acquire(deadline: deadline)
        if let deadline { pool.limit(lease, closesAt: deadline) }
        do {
            let result = try await body(lease)
            pool.release(lease)
            return result
        } catch {
            let wasClosed = pool.release(lease, isLost: driver.findLostConnection(in: error))
            guard wasClosed, (error as? DSQLError)?.code != .commitOutcomeUnknown else { throw error }
            throw closedUnder(error, deadline: deadline)
        }
    }

    private func closedUnder(_ error: any Error, deadline: Duration?) -> DSQLError {
        if let deadline, deadline <= clock.now() {
            return DSQLError(
                .timeLimitExceeded,
                "The call's time limit passed; its connection was closed.",
                cause: error
            )
        }
        return DSQLError(
            .shutDown,
            "The client was shut down and did not wait longer for this call; its connection was closed.",
            remedy: "Raise drainTimeout, or finish calls sooner.",
            cause: error
        )
    }
}
