extension PoolStateMachine {
    /// Time has passed: whatever is due is done, and the next wake is asked for.
    package mutating func tick(now: Duration) -> [Action] {
        var actions: [Action] = []
        while let wake = wakes.last, wake <= now { wakes.removeLast() }
        guard phase != .created, phase != .finished else { return actions }

        for waiter in waiters.popExpired(now) {
            totals.acquireTimeouts += 1
            actions.append(.fail(waiter, .timedOut(failureEpoch > 0 ? lastFailure : nil)))
        }
        closeOverdue(now: now, &actions)
        if case .draining(let deadline) = phase, deadline <= now { closeAll(&actions) }
        closeIdle(now: now, &actions)
        balance(now: now, &actions)
        scheduleWake(now: now, &actions)
        return actions
    }

    /// A wake that was asked for will not come.
    package mutating func wakeLost(at moment: Duration, now: Duration) -> [Action] {
        guard let index = wakes.firstIndex(of: moment) else { return [] }
        wakes.remove(at: index)
        var actions: [Action] = []
        if phase != .created, phase != .finished { scheduleWake(now: now, &actions) }
        return actions
    }

    private mutating func closeOverdue(now: Duration, _ actions: inout [Action]) {
        // Sorted, so that the same events give the same actions in every process.
        let overdue = slots.filter { $0.value.closesAt.map { $0 <= now } ?? false }.keys.sorted()
        for id in overdue {
            if slots[id]?.state != .leased { suspectIdle() }
            close(id, &actions)
        }
    }

    private mutating func closeIdle(now: Duration, _ actions: inout [Action]) {
        var kept: [Int] = []
        var surplus = live - configuration.minimumConnections
        // From the one used longest ago, so that the surplus is what nobody missed.
        for id in idle {
            guard let slot = slots[id] else { continue }
            let isOutdated = slot.expiresAt <= now
            let isSurplus = surplus > 0 && slot.idleSince + configuration.idleTimeout <= now
            if isOutdated || isSurplus {
                surplus -= 1
                close(id, &actions)
            } else {
                kept.append(id)
            }
        }
        idle = kept
    }

    /// Asks for a wake, unless one comes by then anyway.
    mutating func wake(at moment: Duration, _ actions: inout [Action]) {
        if let next = wakes.last, next <= moment { return }
        wakes.append(moment)
        actions.append(.wake(at: moment))
    }

    mutating func scheduleWake(now: Duration, _ actions: inout [Action]) {
        var next = waiters.earliestDeadline
        func consider(_ moment: Duration?) {
            if let moment { next = min(next ?? moment, moment) }
        }
        for slot in slots.values {
            consider(slot.closesAt)
            if slot.state == .idle {
                consider(slot.expiresAt)
                let idleUntil = slot.idleSince + configuration.idleTimeout
                // One that is kept for the minimum's sake is past that moment already.
                if idleUntil > now { consider(idleUntil) }
            }
        }
        if phase == .running, failureEpoch > 0, retryAt > now, isShort { consider(retryAt) }
        if case .draining(let deadline) = phase, !slots.isEmpty, deadline > now { consider(deadline) }
        if let next { wake(at: max(next, now), &actions) }
    }

    private var isShort: Bool {
        !waiters.isEmpty || live + count(.opening) < configuration.minimumConnections
    }
}
