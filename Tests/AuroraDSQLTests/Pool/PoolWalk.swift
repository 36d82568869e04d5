import AuroraDSQL
import TestSupport

/// A random walk through the pool's events with a model beside it, which says when a rule is broken.
struct PoolWalk {
    /// A rule that was broken.
    struct Violation: Error, CustomStringConvertible {
        let description: String
    }

    typealias Action = PoolStateMachine.Action
    typealias ConnectionState = PoolStateMachine.ConnectionState

    let configuration: PoolConfiguration
    var machine: PoolStateMachine
    var random: SplitMix64
    var now: Duration = .zero
    var states: [Int: ConnectionState] = [:]
    /// When opening began, or ended where it took longer than a life.
    var bornAt: [Int: Duration] = [:]
    var limits: [Int: Duration] = [:]
    var waiting: [(id: Int, deadline: Duration)] = []
    var wakes: [Duration] = []
    var isFinished = false
    var events = 0
    private var nextWaiter = 0

    init(configuration: PoolConfiguration, seed: UInt64) {
        self.configuration = configuration
        machine = PoolStateMachine(configuration: configuration)
        random = SplitMix64(seed: seed)
    }

    func connections(_ state: ConnectionState) -> [Int] {
        states.filter { $0.value == state }.keys.sorted()
    }

    mutating func take(_ actions: [Action]) throws {
        for action in actions { try take(action) }
        events += 1
        try check()
    }

    private mutating func take(_ action: Action) throws {
        guard !isFinished else { throw violation("\(action) after the end") }
        switch action {
        case .open(let id):
            try require(states[id] == nil, "connection \(id) is opened twice")
            states[id] = .opening
            bornAt[id] = now
        case .check(let id): try move(id, from: [.idle], to: .checking)
        case .clean(let id, _, let reset):
            try require(reset == configuration.resetsOnReturn, "reset \(reset)")
            try move(id, from: [.leased], to: .cleaning)
        case .close(let id):
            try move(id, from: [.opening, .idle, .checking, .leased, .cleaning], to: .closing)
        case .lend(let id, let waiter):
            try require(waiting.first?.id == waiter, "\(waiter) was served before who came first")
            waiting.removeFirst()
            // A connection that came back in this event goes straight on.
            try lent(id, from: [.idle, .opening, .checking, .cleaning, .leased])
        case .fail(let waiter, let failure):
            let index = waiting.firstIndex { $0.id == waiter }
            guard let index else { throw violation("\(waiter) does not wait") }
            if case .timedOut = failure {
                try require(waiting[index].deadline <= now, "\(waiter) gave up early")
            }
            waiting.remove(at: index)
        case .wake(let moment):
            try require(moment >= now, "a wake in the past")
            wakes.append(moment)
        case .finish: isFinished = true
        }
    }

    private mutating func lent(_ id: Int, from: Set<ConnectionState>) throws {
        try move(id, from: from, to: .leased)
        limits[id] = nil
        let age = now - (bornAt[id] ?? .zero)
        try require(age <= configuration.maximumLifetime, "connection \(id) was lent at the age of \(age)")
    }

    private mutating func move(_ id: Int, from: Set<ConnectionState>, to state: ConnectionState) throws {
        guard let old = states[id], from.contains(old) else {
            throw violation("connection \(id) goes from \(String(describing: states[id])) to \(state)")
        }
        states[id] = state
    }

    /// Lends at once, or waits.
    mutating func acquire() throws {
        if let id = machine.lendNow(now: now) {
            try require(waiting.isEmpty, "somebody was passed by")
            try lent(id, from: [.idle])
            return try take([])
        }
        nextWaiter += 1
        let deadline = now + configuration.acquireTimeout
        waiting.append((nextWaiter, deadline))
        try take(machine.enqueue(nextWaiter, deadline: deadline, now: now))
    }

    func require(_ condition: Bool, _ text: @autoclosure () -> String) throws {
        if !condition { throw violation(text()) }
    }

    func violation(_ text: String) -> Violation {
        Violation(description: "event \(events) at \(now): \(text); \(states), waiting: \(waiting.map(\.id))")
    }
}
