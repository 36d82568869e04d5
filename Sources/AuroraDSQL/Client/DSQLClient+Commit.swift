import Logging

extension DSQLClient {
    /// Commits, whatever becomes of the task, and says what is known afterwards.
    func commit(_ lease: ConnectionPool<Driver>.Lease, deadline: Duration?) async throws {
        let outcome: CommitOutcome
        var cause: (any Error)?
        do {
            let tag = try await withTaskCancellationHandler {
                try await lease.connection.executeUninterrupted("COMMIT")
            } onCancel: {
                pool.limit(lease, closesAt: settleLimit(deadline))
            }
            outcome = CommitOutcome(tag: tag)
        } catch {
            outcome = CommitOutcome(
                server: driver.findServerError(in: error),
                isLost: driver.findLostConnection(in: error) || lease.connection.isClosed
            )
            cause = error
        }
        switch outcome {
        case .committed: return
        case .rolledBackSilently:
            throw DSQLError(
                .transactionRolledBack,
                "The server answered COMMIT with ROLLBACK: a statement had failed and its error was not passed on.",
                remedy: "Let errors of statements leave the transaction's closure."
            )
        case .failed:
            await rollBack(lease, deadline: deadline)
            if let cause { throw cause }
        case .unknown:
            // Nothing more is to be had from this session; its end also ends a commit that still hangs.
            if driver.findServerError(in: cause ?? CancellationError()) == nil { await lease.connection.close() }
            throw DSQLError(
                .commitOutcomeUnknown,
                "The answer to COMMIT did not arrive; the transaction may have been committed.",
                remedy: "Look whether its changes are there before doing it again, or declare it idempotent.",
                cause: cause
            )
        }
    }

    /// Rolls back, whatever becomes of the task; a connection that cannot is closed.
    func rollBack(_ lease: ConnectionPool<Driver>.Lease, deadline: Duration?) async {
        let connection = lease.connection
        guard !connection.isClosed, connection.transactionStatus != .idle else { return }
        pool.limit(lease, closesAt: settleLimit(deadline))
        do {
            try await connection.executeUninterrupted("ROLLBACK")
            let status = connection.transactionStatus
            if status == .inTransaction || status == .failed { await connection.close() }
        } catch {
            logger.debug("Transaction could not be rolled back", metadata: ["error": "\(error)"])
            await connection.close()
        }
    }

    private func settleLimit(_ deadline: Duration?) -> Duration {
        let limit = clock.now() + pool.configuration.settleTimeout
        return deadline.map { min($0, limit) } ?? limit
    }
}
