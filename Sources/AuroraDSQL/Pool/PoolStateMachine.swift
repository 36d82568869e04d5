/// Every rule of the pool, as a value: events go in, actions come out.
///
/// ```swift
/// var machine = PoolStateMachine(configuration: PoolConfiguration())
/// let actions = machine.start(now: .zero) + machine.enqueue(1, deadline: .seconds(30), now: .zero)
/// ```
///
/// It has no clock, no randomness, no connections and no closures: time and random numbers come in with the event, and
/// connections and callers are numbers. Whoever drives it performs every action and reports what came of it: `open` ends
/// in ``opened(_:now:random:)`` or ``openFailed(_:_:now:random:)``, `check` in ``checked(_:alive:now:)``, `clean` in
/// ``cleaned(_:usable:now:)``, `close` in ``closed(_:now:)``, `wake` in ``tick(now:)``.
package struct PoolStateMachine: Sendable {
    /// The pool's own life.
    package enum Phase: Sendable, Hashable {
        /// `run()` was not called yet: calls wait, nothing is opened.
        case created
        /// In service.
        case running
        /// No new calls; leases are waited for until the deadline.
        case draining(deadline: Duration)
        /// Nothing is left.
        case finished
    }

    /// What a connection is doing.
    package enum ConnectionState: Int, Sendable, Hashable, CaseIterable {
        case opening, idle, checking, leased, cleaning, closing
    }

    /// What is known of a connection.
    struct Slot: Sendable {
        var state: ConnectionState
        /// When opening began: the server counts a session's life from there.
        var openedAt: Duration
        var expiresAt: Duration
        var idleSince: Duration
        /// When it is closed whatever it is doing.
        var closesAt: Duration?
        /// Another connection was lost since this one was last seen to work.
        var isSuspect = false
        /// The value of `failureEpoch` when opening began.
        var epoch: Int
    }

    /// The pool's own life.
    package internal(set) var phase = Phase.created
    var hasStarted = false
    let configuration: PoolConfiguration
    var slots: [Int: Slot] = [:]
    /// The idle connections, the one used last at the end: it is lent first, so that a surplus stays idle and goes.
    var idle: [Int] = []
    var waiters = WaiterQueue()
    var counts = [Int](repeating: 0, count: ConnectionState.allCases.count)
    var nextConnection = 0
    /// Failed attempts to open in a row; attempts that were under way together count once.
    var failureEpoch = 0
    var lastFailure: DSQLError?
    /// Not before this is another connection opened.
    var retryAt: Duration = .zero
    /// Whether a connection was ever opened: the cluster exists, so that losing sight of it is worth waiting.
    var hasConnected = false
    /// The wakes that were asked for and have not come, the earliest last.
    var wakes: [Duration] = []
    var totals = PoolStatistics()

    /// Between attempts to open: at least half of the doubled time, so that even the luckiest draw stays far below the
    /// 100 connections a second that DSQL admits.
    static let openBackoff = Backoff(base: .milliseconds(250), limit: .seconds(5))

    /// Creates a pool that has not started.
    package init(configuration: PoolConfiguration) {
        self.configuration = configuration
    }

    /// Whether a connection is known.
    package func knows(_ id: Int) -> Bool { slots[id] != nil }

    /// How many connections are in a state.
    package func count(_ state: ConnectionState) -> Int { counts[state.rawValue] }

    /// The picture of this moment.
    package var statistics: PoolStatistics {
        var picture = totals
        picture.openingConnections = count(.opening)
        picture.idleConnections = count(.idle)
        picture.leasedConnections = count(.leased)
        picture.busyConnections = count(.checking) + count(.cleaning)
        picture.closingConnections = count(.closing)
        picture.waitingCalls = waiters.count
        return picture
    }

    /// The connections that are open and stay so.
    var live: Int { count(.idle) + count(.checking) + count(.leased) + count(.cleaning) }

    mutating func setState(_ id: Int, _ state: ConnectionState) {
        guard var slot = slots[id] else { return }
        move(&slot, to: state)
        slots[id] = slot
    }

    /// Changes the state of a slot that is to be put back.
    mutating func move(_ slot: inout Slot, to state: ConnectionState) {
        counts[slot.state.rawValue] -= 1
        counts[state.rawValue] += 1
        slot.state = state
    }

    mutating func removeSlot(_ id: Int) {
        guard let slot = slots.removeValue(forKey: id) else { return }
        counts[slot.state.rawValue] -= 1
    }
}
