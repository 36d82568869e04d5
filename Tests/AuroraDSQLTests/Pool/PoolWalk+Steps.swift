import AuroraDSQL
import TestSupport

extension PoolWalk {
    /// One event, chosen at random among those that can happen.
    mutating func step() throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0...4: try acquire()
        case 5...8: try release()
        case 9...10: try finishOpening()
        case 11: try finishChecking()
        case 12: try finishCleaning()
        case 13...14: try finishClosing()
        case 15: try cancelWaiter()
        case 16: try limitLease()
        case 17: now += .milliseconds(Int.random(in: 0...2_000, using: &random))
        case 18: now += .seconds(Int.random(in: 0...90, using: &random))
        default: try deliverWakes()
        }
    }

    private mutating func pickOne(_ state: ConnectionState) -> Int? {
        let all = connections(state)
        return all.isEmpty ? nil : random.pick(all)
    }

    mutating func release() throws {
        guard let id = pickOne(.leased) else { return }
        let conditions: [PoolStateMachine.ReturnCondition] = [.idle, .idle, .idle, .idle, .dirty, .broken, .lost]
        let condition = random.pick(conditions)
        if condition == .idle, machine.phase == .running, !configuration.resetsOnReturn { states[id] = .idle }
        let (actions, wasClosed) = machine.release(id, condition, now: now)
        try require(!wasClosed, "a lease was lost")
        limits[id] = nil
        try take(actions)
    }

    mutating func finishOpening() throws {
        guard let id = pickOne(.opening) else { return }
        let draw = Double.random(in: 0..<1, using: &random)
        if Bool.random(using: &random) || Bool.random(using: &random) {
            states[id] = .idle
            let life = configuration.maximumLifetime * (1 - configuration.lifetimeJitter * draw)
            if let born = bornAt[id], born + life <= now { bornAt[id] = now }
            try take(machine.opened(id, now: now, random: draw))
        } else {
            states[id] = nil
            let dispositions: [PoolStateMachine.Disposition] = [.wait, .network, .permanent]
            let error = DSQLError(.connectionFailed, "The walk said so.")
            try take(machine.openFailed(id, error, random.pick(dispositions), now: now, random: draw))
        }
    }

    mutating func finishChecking() throws {
        guard let id = pickOne(.checking) else { return }
        let isAlive = Bool.random(using: &random)
        if isAlive { states[id] = .idle }
        limits[id] = nil
        try take(machine.checked(id, alive: isAlive, now: now))
    }

    mutating func finishCleaning() throws {
        guard let id = pickOne(.cleaning) else { return }
        states[id] = .idle
        try take(machine.cleaned(id, usable: Int.random(in: 0..<4, using: &random) > 0, now: now))
    }

    mutating func finishClosing() throws {
        guard let id = pickOne(.closing) else { return }
        states[id] = nil
        try take(machine.closed(id, now: now))
        // An answer that comes too late changes nothing.
        try take(machine.checked(id, alive: true, now: now))
        try take(machine.cleaned(id, usable: true, now: now))
        try require(machine.release(id, .idle, now: now).wasClosed, "a closed connection came back")
    }

    mutating func cancelWaiter() throws {
        guard !waiting.isEmpty else { return }
        let index = Int.random(in: 0..<waiting.count, using: &random)
        try require(machine.cancel(waiting[index].id), "a waiter was not there")
        try require(!machine.cancel(waiting[index].id), "a waiter was there twice")
        waiting.remove(at: index)
        try take([])
    }

    mutating func limitLease() throws {
        guard let id = pickOne(.leased) else { return }
        let limit = now + .seconds(Int.random(in: 1...60, using: &random))
        limits[id] = limit
        try take(machine.limit(id, closesAt: limit))
    }

    mutating func deliverWakes() throws {
        guard let next = wakes.min() else { return }
        now = max(now, next)
        wakes.removeAll { $0 <= now }
        try take(machine.tick(now: now))
        for (id, limit) in limits where limit <= now {
            try require(states[id] != .leased, "connection \(id) outlived its limit")
            limits[id] = nil
        }
    }

    /// What must be true after every event.
    func check() throws {
        for state in ConnectionState.allCases {
            let expected = states.values.count { $0 == state }
            if isFinished, state == .opening { continue }
            try require(machine.count(state) == expected, "\(machine.count(state)) are \(state), not \(expected)")
        }
        try require(states.count <= configuration.maximumConnections, "too many connections")
        let opening = machine.count(.opening)
        try require(opening <= configuration.maximumConnectionsBeingOpened, "too many are being opened")
        try require(machine.statistics.waitingCalls == waiting.count, "waiters were lost")
        if let first = waiting.map(\.deadline).min() {
            try require((wakes.min() ?? .seconds(Int64.max)) <= first, "nobody wakes the first waiter")
        }
        for (id, limit) in limits where states[id] == .leased {
            try require((wakes.min() ?? .seconds(Int64.max)) <= limit, "nobody ends lease \(id)")
        }
        try require(wakes.count <= 12, "\(wakes.count) wakes are outstanding")
        guard machine.phase == .running, !waiting.isEmpty else { return }
        let isIdleKept = machine.count(.idle) > 0 && machine.count(.checking) < waiting.count
        try require(!isIdleKept, "connections are idle while calls wait")
        let isMoving = states.values.contains { $0 != .idle } || !wakes.isEmpty
        try require(isMoving, "calls wait for nothing")
    }

    /// Shuts down and lets everything end.
    mutating func end() throws {
        try take(machine.shutDown(now: now))
        try require(waiting.isEmpty, "calls wait for a pool that is shut down")
        var rounds = 0
        while !isFinished {
            rounds += 1
            try require(rounds < 10_000, "the pool does not end")
            if let id = pickOne(.closing) {
                states[id] = nil
                try take(machine.closed(id, now: now))
            } else if Bool.random(using: &random) {
                try release()
            } else {
                try deliverWakes()
            }
        }
        for (id, state) in states { try require(state == .opening, "connection \(id) is left \(state)") }
        try require(machine.phase == .finished, "the pool is \(machine.phase)")
    }
}
