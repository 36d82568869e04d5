extension PoolStateMachine {
    /// Lends a connection at once, where that needs no check and passes nobody by.
    package mutating func lendNow(now: Duration) -> Int? {
        guard phase == .running, waiters.isEmpty, let id = idle.last, var slot = slots[id],
            slot.expiresAt > now, !needsCheck(slot, now: now)
        else { return nil }
        idle.removeLast()
        move(&slot, to: .leased)
        slots[id] = slot
        totals.leases += 1
        return id
    }

    /// A caller waits for a connection until a deadline.
    package mutating func enqueue(_ waiter: Int, deadline: Duration, now: Duration) -> [Action] {
        switch phase {
        case .draining, .finished: return [.fail(waiter, .shutDown)]
        case .created:
            waiters.append(waiter, deadline: deadline)
            // Its time may have run out before it got here, and nobody else looks at the time yet.
            return deadline <= now ? expireBeforeStart(waiter) : []
        case .running:
            waiters.append(waiter, deadline: deadline)
            var actions: [Action] = []
            balance(now: now, &actions)
            // A caller that was served, or whose own limit has passed, needs no wake.
            if !waiters.isEmpty { wake(at: deadline, &actions) }
            return actions
        }
    }

    /// A caller gives up waiting; nothing happens when it has been answered already.
    package mutating func cancel(_ waiter: Int) -> Bool { waiters.remove(waiter) }

    /// A caller waited in vain for `run()`.
    package mutating func expireBeforeStart(_ waiter: Int) -> [Action] {
        guard phase == .created, waiters.remove(waiter) else { return [] }
        totals.acquireTimeouts += 1
        return [.fail(waiter, .notRunning)]
    }

    func needsCheck(_ slot: Slot, now: Duration) -> Bool {
        slot.isSuspect || now - slot.idleSince >= configuration.livenessCheckAfter
    }

    /// Serves waiting callers from what is there, then opens what is missing.
    mutating func balance(now: Duration, _ actions: inout [Action]) {
        guard phase == .running else { return }
        serve(now: now, &actions)
        replenish(now: now, &actions)
    }

    private mutating func serve(now: Duration, _ actions: inout [Action]) {
        while !waiters.isEmpty, let id = idle.last, let slot = slots[id] {
            if slot.expiresAt <= now {
                idle.removeLast()
                close(id, &actions)
            } else if !needsCheck(slot, now: now) {
                guard let waiter = waiters.popFirst() else { return }
                idle.removeLast()
                setState(id, .leased)
                totals.leases += 1
                actions.append(.lend(id, to: waiter))
            } else {
                // Each waiting caller has one check made for it; whoever came first gets the first that answers.
                guard waiters.count > count(.checking) else { return }
                idle.removeLast()
                setState(id, .checking)
                setLimit(id, now + configuration.livenessCheckTimeout, &actions)
                actions.append(.check(id))
            }
        }
    }

    /// A check has ended.
    package mutating func checked(_ id: Int, alive: Bool, now: Duration) -> [Action] {
        guard slots[id]?.state == .checking else { return [] }
        var actions: [Action] = []
        if alive {
            becomeIdle(id, now: now, &actions)
        } else {
            suspectIdle()
            close(id, &actions)
            balance(now: now, &actions)
        }
        return actions
    }
}
