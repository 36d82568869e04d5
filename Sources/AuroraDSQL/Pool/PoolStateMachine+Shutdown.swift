extension PoolStateMachine {
    /// No more calls: who waits is told so, idle connections are closed, leases are waited for up to the limit.
    package mutating func shutDown(now: Duration) -> [Action] {
        switch phase {
        case .draining, .finished: return []
        case .created, .running: break
        }
        let deadline = now + configuration.drainTimeout
        phase = .draining(deadline: deadline)
        var actions: [Action] = waiters.popAll().map { .fail($0, .shutDown) }
        for id in idle { close(id, &actions) }
        idle = []
        if deadline <= now { closeAll(&actions) }
        finishIfDone(&actions)
        if phase != .finished { wake(at: deadline, &actions) }
        return actions
    }

    /// The drain limit has passed.
    mutating func closeAll(_ actions: inout [Action]) {
        let open: Set<ConnectionState> = [.leased, .checking, .cleaning]
        for id in slots.filter({ open.contains($0.value.state) }).keys.sorted() { close(id, &actions) }
    }

    mutating func finishIfDone(_ actions: inout [Action]) {
        // A connection that is still being opened is not waited for: nobody will use it.
        guard case .draining = phase, slots.count == count(.opening) else { return }
        for id in slots.keys.sorted() { removeSlot(id) }
        phase = .finished
        actions.append(.finish)
    }
}
