import Synchronization

extension ConnectionPool {
    /// Borrows a connection.
    ///
    /// - Parameter deadline: The caller's own limit, beside the pool's.
    package func acquire(deadline: Duration? = nil) async throws -> Lease {
        let now = clock.now()
        let ready = state.withLock { state -> Lease? in
            guard let id = state.machine.lendNow(now: now), let connection = state.connections[id] else { return nil }
            return Lease(id: id, connection: connection)
        }
        if let ready { return ready }

        let (waiter, isRunning) = state.withLock { state in
            state.nextWaiter += 1
            return (state.nextWaiter, state.machine.phase != .created)
        }
        let limit = min(now + configuration.acquireTimeout, deadline ?? .seconds(Int64.max))
        do {
            if isRunning { return try await wait(waiter, until: limit) }
            // Nobody keeps the time for the pool yet, so this call does it for itself.
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await self.clock.sleepUntil(limit)
                    self.apply { ($0.machine.expireBeforeStart(waiter), ()) }
                }
                defer { group.cancelAll() }
                return try await self.wait(waiter, until: limit)
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

    private func wait(_ waiter: Int, until limit: Duration) async throws -> Lease {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = apply { state -> ([PoolStateMachine.Action], Bool) in
                    // Asked under the lock: a cancellation that comes later finds the waiter in its place.
                    guard !Task.isCancelled else { return ([], true) }
                    state.waiters[waiter] = continuation
                    return (state.machine.enqueue(waiter, deadline: limit, now: clock.now()), false)
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let continuation = state.withLock { state -> CheckedContinuation<Lease, any Error>? in
                guard state.machine.cancel(waiter) else { return nil }
                return state.waiters.removeValue(forKey: waiter)
            }
            continuation?.resume(throwing: CancellationError())
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
        return apply { state in state.machine.release(lease.id, condition, now: clock.now()) }
    }

    /// Sets, or with `nil` lifts, the moment at which a lent connection is closed under its caller.
    package func limit(_ lease: Lease, closesAt: Duration?) {
        apply { ($0.machine.limit(lease.id, closesAt: closesAt), ()) }
    }

    func error(_ failure: PoolStateMachine.WaitFailure) -> DSQLError {
        switch failure {
        case .refused(let error): return error
        case .shutDown:
            return DSQLError(
                .shutDown,
                "The client is shut down.",
                remedy: "Finish the calls before run() is cancelled, or make a new client."
            )
        case .notRunning:
            return DSQLError(
                .notRunning,
                "The client's run() was not called within \(configuration.acquireTimeout).",
                remedy: "Call run() in a task of its own, or use withDSQLClient, which does."
            )
        case .timedOut(let failure?) where Self.isTold(failure.code): return failure
        case .timedOut(let failure):
            return DSQLError(
                .acquireTimedOut,
                "No connection became free within the limit; "
                    + "\(configuration.maximumConnections) are allowed at most.",
                remedy: "Return connections sooner, or raise maximumConnections or acquireTimeout.",
                cause: failure
            )
        }
    }

    /// Whether a caller whose time ran out is told the reason itself.
    private static func isTold(_ code: DSQLError.Code) -> Bool {
        switch code {
        case .wakingUp, .tooManyConnections, .connectionRateExceeded, .unreachable, .connectTimedOut: true
        default: false
        }
    }
}
