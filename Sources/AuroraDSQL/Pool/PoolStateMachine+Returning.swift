extension PoolStateMachine {
    /// A caller gives a connection back.
    ///
    /// - Returns: What to do, and whether the connection had been closed under the caller.
    package mutating func release(
        _ id: Int,
        _ condition: ReturnCondition,
        now: Duration
    ) -> (actions: [Action], wasClosed: Bool) {
        guard let slot = slots[id], slot.state == .leased else { return ([], true) }
        if slot.closesAt != nil { slots[id]?.closesAt = nil }
        var actions: [Action] = []
        if condition == .lost { suspectIdle() }
        switch condition {
        case _ where phase != .running || slot.expiresAt <= now, .broken, .lost:
            close(id, &actions)
            balance(now: now, &actions)
        case .dirty: clean(id, rollback: true, now: now, &actions)
        case .idle where configuration.resetsOnReturn: clean(id, rollback: false, now: now, &actions)
        case .idle: handOn(id, slot, now: now, &actions)
        }
        return (actions, false)
    }

    /// A connection that came back in order goes to whoever waits; where nobody does it becomes idle.
    private mutating func handOn(_ id: Int, _ slot: Slot, now: Duration, _ actions: inout [Action]) {
        guard let waiter = waiters.popFirst() else { return becomeIdle(id, now: now, &actions) }
        if slot.isSuspect { slots[id]?.isSuspect = false }
        totals.leases += 1
        actions.append(.lend(id, to: waiter))
        // The others may want more than is there.
        if !waiters.isEmpty { balance(now: now, &actions) }
    }

    /// A returned connection was rolled back or reset.
    package mutating func cleaned(_ id: Int, usable: Bool, now: Duration) -> [Action] {
        guard slots[id]?.state == .cleaning else { return [] }
        var actions: [Action] = []
        if usable {
            becomeIdle(id, now: now, &actions)
        } else {
            close(id, &actions)
            balance(now: now, &actions)
        }
        return actions
    }

    /// A connection is closed.
    package mutating func closed(_ id: Int, now: Duration) -> [Action] {
        guard slots[id]?.state == .closing else { return [] }
        removeSlot(id)
        totals.closed += 1
        var actions: [Action] = []
        balance(now: now, &actions)
        finishIfDone(&actions)
        return actions
    }

    /// Sets, or with `nil` lifts, the moment at which a lent connection is closed under its caller.
    package mutating func limit(_ id: Int, closesAt: Duration?) -> [Action] {
        guard slots[id]?.state == .leased else { return [] }
        var actions: [Action] = []
        if let closesAt { setLimit(id, closesAt, &actions) } else { slots[id]?.closesAt = nil }
        return actions
    }

    mutating func setLimit(_ id: Int, _ closesAt: Duration, _ actions: inout [Action]) {
        slots[id]?.closesAt = closesAt
        wake(at: closesAt, &actions)
    }

    private mutating func clean(_ id: Int, rollback: Bool, now: Duration, _ actions: inout [Action]) {
        setState(id, .cleaning)
        setLimit(id, now + configuration.settleTimeout, &actions)
        actions.append(.clean(id, rollback: rollback, reset: configuration.resetsOnReturn))
    }

    /// A connection that has just been seen to work waits to be lent.
    mutating func becomeIdle(_ id: Int, now: Duration, _ actions: inout [Action]) {
        guard phase == .running, var slot = slots[id], slot.expiresAt > now else {
            close(id, &actions)
            return balance(now: now, &actions)
        }
        slot.closesAt = nil
        slot.isSuspect = false
        slot.idleSince = now
        move(&slot, to: .idle)
        slots[id] = slot
        idle.append(id)
        if !waiters.isEmpty { balance(now: now, &actions) }
        if let slot = slots[id], slot.state == .idle {
            wake(at: min(slot.expiresAt, now + configuration.idleTimeout), &actions)
        }
    }

    mutating func close(_ id: Int, _ actions: inout [Action]) {
        setState(id, .closing)
        slots[id]?.closesAt = nil
        actions.append(.close(id))
    }

    mutating func suspectIdle() {
        for id in idle { slots[id]?.isSuspect = true }
    }
}
