extension PoolStateMachine {
    /// The pool starts; `nil` when it has started before.
    package mutating func start(now: Duration) -> [Action]? {
        guard !hasStarted else { return nil }
        hasStarted = true
        switch phase {
        case .created:
            phase = .running
            var actions: [Action] = []
            balance(now: now, &actions)
            scheduleWake(now: now, &actions)
            return actions
        case .running, .draining, .finished: return [.finish]
        }
    }

    /// Opens what waiting callers and the minimum call for, as far as limits and backoff allow.
    mutating func replenish(now: Duration, _ actions: inout [Action]) {
        let opening = count(.opening)
        let forWaiters = waiters.count - count(.checking) - opening
        let forMinimum = configuration.minimumConnections - live - opening
        let wanted = max(forWaiters, forMinimum)
        guard wanted > 0 else { return }
        // After a failure one attempt at a time feels its way; a server that comes back is not stormed.
        let atOnce = failureEpoch > 0 ? 1 : configuration.maximumConnectionsBeingOpened
        let number = min(wanted, configuration.maximumConnections - slots.count, atOnce - opening)
        guard number > 0 else { return }
        if failureEpoch > 0, now < retryAt {
            wake(at: retryAt, &actions)
            return
        }
        for _ in 0..<number {
            let id = nextConnection
            nextConnection += 1
            slots[id] = Slot(state: .opening, openedAt: now, expiresAt: now, idleSince: now, epoch: failureEpoch)
            counts[ConnectionState.opening.rawValue] += 1
            actions.append(.open(id))
        }
    }

    /// A connection is open; one that is no longer known is for the caller to close.
    ///
    /// - Parameter random: A number of at least 0 and less than 1.
    package mutating func opened(_ id: Int, now: Duration, random: Double) -> [Action] {
        guard let slot = slots[id], slot.state == .opening else { return [] }
        totals.opened += 1
        hasConnected = true
        failureEpoch = 0
        lastFailure = nil
        var actions: [Action] = []
        let life = configuration.maximumLifetime * (1 - configuration.lifetimeJitter * random)
        // Where opening took longer than the life lasts, the life begins now: else no connection would ever be lent.
        slots[id]?.expiresAt = slot.openedAt + life > now ? slot.openedAt + life : now + life
        if phase == .running {
            becomeIdle(id, now: now, &actions)
            balance(now: now, &actions)
        } else {
            close(id, &actions)
        }
        return actions
    }

    /// A connection could not be opened.
    ///
    /// - Parameter random: A number of at least 0 and less than 1.
    package mutating func openFailed(
        _ id: Int,
        _ error: DSQLError,
        _ disposition: Disposition,
        now: Duration,
        random: Double
    ) -> [Action] {
        guard let slot = slots[id], slot.state == .opening else { return [] }
        removeSlot(id)
        totals.openFailures += 1
        lastFailure = error
        if slot.epoch == failureEpoch {
            let longest = Self.openBackoff.longest(failureEpoch)
            retryAt = now + longest / 2 + longest / 2 * min(max(random, 0), 1)
            failureEpoch += 1
        }
        var actions: [Action] = []
        let isHopeless = disposition == .permanent || (disposition == .network && !hasConnected)
        if isHopeless, live == 0 {
            for waiter in waiters.popAll() { actions.append(.fail(waiter, .refused(error))) }
        }
        balance(now: now, &actions)
        finishIfDone(&actions)
        return actions
    }
}
