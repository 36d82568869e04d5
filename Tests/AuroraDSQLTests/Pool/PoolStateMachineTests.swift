import AuroraDSQL
import Testing

@Suite struct PoolStateMachineTests {
    static func machine(_ change: (inout PoolConfiguration) -> Void = { _ in }) -> PoolStateMachine {
        var configuration = PoolConfiguration()
        configuration.lifetimeJitter = 0
        change(&configuration)
        var machine = PoolStateMachine(configuration: configuration)
        _ = machine.start(now: .zero)
        return machine
    }

    /// A machine with some connections open and idle since a moment.
    static func machine(
        idle: Int,
        since now: Duration = .zero,
        _ change: (inout PoolConfiguration) -> Void = { _ in }
    )
        -> PoolStateMachine
    {
        var machine = machine { configuration in
            configuration.maximumConnectionsBeingOpened = 100
            change(&configuration)
        }
        for id in 0..<idle { _ = machine.enqueue(id, deadline: .seconds(30), now: now) }
        for id in 0..<idle { _ = machine.opened(id, now: now, random: 0) }
        for id in 0..<idle { _ = machine.release(id, .idle, now: now) }
        // The wake for the callers' deadlines comes, so that a test sees the wakes it causes itself.
        _ = machine.tick(now: now + .seconds(30))
        return machine
    }

    static let failure = DSQLError(.tooManyConnections, "Too many.")

    @Test func `the first caller opens a connection and gets it`() {
        var machine = Self.machine()
        #expect(machine.lendNow(now: .zero) == nil)
        let actions = machine.enqueue(1, deadline: .seconds(30), now: .zero)
        #expect(actions == [.open(0), .wake(at: .seconds(30))])
        #expect(machine.opened(0, now: .seconds(1), random: 0) == [.lend(0, to: 1)])
    }

    @Test func `a warm connection is lent without an action`() {
        var machine = Self.machine(idle: 2)
        #expect(machine.lendNow(now: .seconds(1)) == 1)
        #expect(machine.release(1, .idle, now: .seconds(2)).actions == [])
        #expect(machine.lendNow(now: .seconds(3)) == 1, "the one used last is used first")
    }

    @Test func `callers are served in the order in which they came`() {
        var machine = Self.machine(idle: 1) { $0.maximumConnections = 1 }
        #expect(machine.lendNow(now: .zero) == 0)
        for waiter in 1...3 { _ = machine.enqueue(waiter, deadline: .seconds(30), now: .zero) }
        #expect(machine.cancel(2) == true)
        #expect(machine.release(0, .idle, now: .zero).actions == [.lend(0, to: 1)])
        #expect(machine.release(0, .idle, now: .zero).actions == [.lend(0, to: 3)])
        #expect(machine.release(0, .idle, now: .zero).actions == [])
    }

    @Test func `no more connections are opened at once than allowed`() {
        var machine = Self.machine { $0.maximumConnectionsBeingOpened = 2 }
        var opens = 0
        for waiter in 0..<5 {
            opens += machine.enqueue(waiter, deadline: .seconds(30), now: .zero).count { $0 != .wake(at: .seconds(30)) }
        }
        #expect(opens == 2)
        #expect(machine.opened(0, now: .zero, random: 0) == [.lend(0, to: 0), .open(2)])
    }

    @Test func `a connection that was idle long is checked before it is lent`() {
        var machine = Self.machine(idle: 1) { $0.maximumConnections = 1 }
        #expect(machine.lendNow(now: .seconds(60)) == nil)
        #expect(machine.enqueue(7, deadline: .seconds(90), now: .seconds(60)).contains(.check(0)))
        #expect(machine.checked(0, alive: true, now: .seconds(61)) == [.lend(0, to: 7)])
    }

    @Test func `a connection that does not answer is replaced`() {
        var machine = Self.machine(idle: 1) { $0.maximumConnections = 1 }
        _ = machine.enqueue(7, deadline: .seconds(90), now: .seconds(60))
        #expect(machine.checked(0, alive: false, now: .seconds(61)) == [.close(0)])
        #expect(machine.closed(0, now: .seconds(61)) == [.open(1)])
    }

    @Test func `a check that takes too long counts as failed`() {
        var machine = Self.machine(idle: 1)
        #expect(machine.enqueue(7, deadline: .seconds(90), now: .seconds(60)).contains(.wake(at: .seconds(65))))
        #expect(machine.tick(now: .seconds(65)).starts(with: [.close(0), .open(1)]))
        #expect(machine.checked(0, alive: true, now: .seconds(66)) == [], "its late answer counts for nothing")
    }

    @Test func `after one connection was lost the idle ones are checked`() {
        var machine = Self.machine(idle: 2)
        #expect(machine.lendNow(now: .seconds(1)) == 1)
        #expect(machine.release(1, .lost, now: .seconds(2)).actions == [.close(1)])
        #expect(machine.lendNow(now: .seconds(2)) == nil)
        #expect(machine.enqueue(9, deadline: .seconds(32), now: .seconds(2)).contains(.check(0)))
    }

    @Test func `a connection is closed when its life is over`() {
        var machine = Self.machine(idle: 1)
        let old: Duration = .seconds(55 * 60)
        #expect(machine.lendNow(now: old) == nil)
        #expect(machine.tick(now: old) == [.close(0)])
    }

    @Test func `a connection that is in use all the time is not lent beyond its life`() {
        var machine = Self.machine(idle: 1)
        var now: Duration = .zero
        while now < .seconds(55 * 60) {
            #expect(machine.lendNow(now: now) == 0)
            #expect(machine.release(0, .idle, now: now).actions == [])
            now += .seconds(50)
        }
        #expect(machine.lendNow(now: .seconds(55 * 60)) == nil)
        #expect(machine.enqueue(9, deadline: now, now: .seconds(55 * 60)).starts(with: [.close(0), .open(1)]))
    }

    @Test func `a connection whose life ends while it is lent is closed when it comes back`() {
        var machine = Self.machine(idle: 1)
        #expect(machine.lendNow(now: .seconds(1)) == 0)
        #expect(machine.tick(now: .seconds(56 * 60)) == [])
        #expect(machine.release(0, .idle, now: .seconds(56 * 60)).actions == [.close(0)])
    }

    @Test(arguments: [(0.0, 3_300), (0.5, 3_135), (0.999, 2_970)])
    func `a life is shortened by up to a tenth`(random: Double, seconds: Int) {
        var machine = Self.machine { $0.lifetimeJitter = 0.1 }
        _ = machine.enqueue(1, deadline: .seconds(30), now: .zero)
        _ = machine.opened(0, now: .zero, random: random)
        // Lent until then, so that being idle is not what ends it.
        #expect(machine.release(0, .idle, now: .seconds(seconds - 1)).actions.first != .close(0))
        #expect(machine.tick(now: .seconds(seconds + 1)).contains(.close(0)))
    }

    @Test func `surplus idle connections are closed and the minimum is kept`() {
        var machine = Self.machine(idle: 3) { $0.minimumConnections = 1 }
        let actions = machine.tick(now: .seconds(600))
        #expect(actions.filter { $0 == .close(0) || $0 == .close(1) } == [.close(0), .close(1)])
        #expect(machine.count(.idle) == 1)
        #expect(actions.last == .wake(at: .seconds(3_300)), "not woken at once again for the one that is kept")
    }

    @Test func `the minimum is opened at the start and replaced when it ends`() {
        var configuration = PoolConfiguration()
        configuration.minimumConnections = 2
        var machine = PoolStateMachine(configuration: configuration)
        #expect(machine.start(now: .zero) == [.open(0), .open(1)])
        #expect(machine.start(now: .zero) == nil)
    }

    @Test(arguments: [1, 2])
    func `a caller that waits for the start fails when its time is up, even if it is late itself`(seconds: Int) {
        var machine = PoolStateMachine(configuration: PoolConfiguration())
        #expect(machine.expireBeforeStart(1) == [], "the time is up before the caller is in the queue")
        #expect(machine.enqueue(1, deadline: .seconds(1), now: .seconds(seconds)) == [.fail(1, .notRunning)])
        #expect(machine.enqueue(2, deadline: .seconds(3), now: .seconds(seconds)) == [])
        #expect(machine.expireBeforeStart(2) == [.fail(2, .notRunning)])
        #expect(machine.statistics.acquireTimeouts == 2)
        #expect(machine.statistics.waitingCalls == 0)
    }

    @Test func `a returned connection is cleaned when it is inside a transaction`() {
        var machine = Self.machine(idle: 1)
        #expect(machine.lendNow(now: .seconds(1)) == 0)
        let actions = machine.release(0, .dirty, now: .seconds(1)).actions
        #expect(actions == [.wake(at: .seconds(11)), .clean(0, rollback: true, reset: false)])
        #expect(machine.lendNow(now: .seconds(1)) == nil)
        _ = machine.cleaned(0, usable: true, now: .seconds(2))
        #expect(machine.lendNow(now: .seconds(2)) == 0)
    }

    @Test func `a lease that passes its limit is closed under the caller`() {
        var machine = Self.machine(idle: 1)
        #expect(machine.lendNow(now: .seconds(1)) == 0)
        #expect(machine.limit(0, closesAt: .seconds(3)) == [.wake(at: .seconds(3))])
        #expect(machine.tick(now: .seconds(3)).first == .close(0))
        #expect(machine.release(0, .idle, now: .seconds(4)).wasClosed)
    }
}
