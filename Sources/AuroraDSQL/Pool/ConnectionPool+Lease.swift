import Synchronization

extension ConnectionPool {
    /// Borrows a connection.
    ///
    /// - Parameter deadline: The caller's own limit, beside the pool's.
    package func acquire(deadline: Duration? = nil) async throws -> Lease {
        let now = clock.now()
        let waiter: Int
        let isRunning: Bool
        switch core.begin(now: now) {
        case .lent(let id): return try lease(id)
        case .waits(let number, let runs): (waiter, isRunning) = (number, runs)
        }
        let limit = min(now + configuration.acquireTimeout, deadline ?? .seconds(Int64.max))
        do {
            if isRunning { return try lease(await wait(waiter, until: limit)) }
            // Nobody keeps the time for the pool yet, so this call does it for itself.
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await self.clock.sleepUntil(limit)
                    self.core.apply { ($0.machine.expireBeforeStart(waiter), ()) }
                }
                defer { group.cancelAll() }
                return try self.lease(await self.wait(waiter, until: limit))
            }
        } catch let error as DSQLError where error.code == .acquireTimedOut && limit == deadline {
            throw DSQLError(
                .timeLimitExceeded,
                "The call's time limit passed while it waited for a connection.",
                remedy: error.remedy,
                cause: error.cause
            )
        }
    }

    private func lease(_ id: Int) throws(DSQLError) -> Lease {
        guard let connection = connection(id) else { throw core.error(.shutDown) }
        return Lease(id: id, connection: connection)
    }

    /// Waits for its turn; the number of the connection that is lent.
    private func wait(_ waiter: Int, until limit: Duration) async throws -> Int {
        try await withTaskCancellationHandler {
            try await LeaseWaiter.wait { continuation in
                let isCancelled = core.apply { state -> ([PoolStateMachine.Action], Bool) in
                    // Asked under the lock: a cancellation that comes later finds the waiter in its place.
                    guard !Task.isCancelled else { return ([], true) }
                    state.waiters[waiter] = continuation
                    return (state.machine.enqueue(waiter, deadline: limit, now: clock.now()), false)
                }
                if isCancelled { continuation.resume(with: .failure(CancellationError())) }
            }
        } onCancel: {
            let continuation = core.state.withLock { state -> LeaseWaiter? in
                guard state.machine.cancel(waiter) else { return nil }
                return state.waiters.removeValue(forKey: waiter)
            }
            continuation?.resume(with: .failure(CancellationError()))
        }
    }

    /// Gives a connection back.
    ///
    /// - Parameters:
    ///   - lease: What was borrowed.
    ///   - isLost: Whether the caller saw that the connection was lost.
    ///   - isBroken: Whether the connection is not to be used again.
    /// - Returns: Whether the connection had been closed under the caller, because its time limit had passed or the
    ///   pool's drain limit had.
    @discardableResult
    package func release(_ lease: Lease, isLost: Bool = false, isBroken: Bool = false) -> Bool {
        let condition: PoolStateMachine.ReturnCondition
        if isLost {
            condition = .lost
        } else if isBroken || lease.connection.isClosed {
            condition = .broken
        } else {
            condition = lease.connection.transactionStatus == .idle ? .idle : .dirty
        }
        return core.apply { state in state.machine.release(lease.id, condition, now: clock.now()) }
    }

    /// Sets, or with `nil` lifts, the moment at which a lent connection is closed under its caller.
    package func limit(_ lease: Lease, closesAt: Duration?) {
        core.apply { ($0.machine.limit(lease.id, closesAt: closesAt), ()) }
    }
}
