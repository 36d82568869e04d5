import AuroraDSQL
import Testing

@Suite struct PoolFailureTests {
    static let tooMany = DSQLError(.tooManyConnections, "Too many.")
    static let refused = DSQLError(.notAuthorized, "No.")

    @Test func `after a failure one connection at a time is tried, with doubling waits`() {
        var machine = PoolStateMachineTests.machine()
        for waiter in 0..<4 { _ = machine.enqueue(waiter, deadline: .seconds(30), now: .zero) }
        #expect(machine.count(.opening) == 4)
        var now: Duration = .zero
        for id in 0..<4 { _ = machine.openFailed(id, Self.tooMany, .wait, now: now, random: 0.5) }
        #expect(machine.count(.opening) == 0)

        // Three quarters of 250 ms, then of twice that, and so on up to 5 s.
        for (step, milliseconds) in [188, 375, 750, 1_500, 3_000, 3_750, 3_750].enumerated() {
            now += .milliseconds(milliseconds - 2)
            #expect(machine.tick(now: now).contains(.open(4 + step)) == false)
            now += .milliseconds(2)
            #expect(machine.tick(now: now).contains(.open(4 + step)), "attempt \(step)")
            #expect(machine.count(.opening) == 1)
            _ = machine.openFailed(4 + step, Self.tooMany, .wait, now: now, random: 0.5)
        }
    }

    @Test func `a caller whose time runs out meanwhile is told the last failure`() {
        var machine = PoolStateMachineTests.machine()
        _ = machine.enqueue(1, deadline: .seconds(30), now: .zero)
        _ = machine.openFailed(0, Self.tooMany, .wait, now: .seconds(1), random: 0.5)
        #expect(machine.tick(now: .seconds(30)).first == .fail(1, .timedOut(Self.tooMany)))
    }

    @Test func `a permanent refusal reaches everybody when no connection is left`() {
        var machine = PoolStateMachineTests.machine()
        for waiter in 1...3 { _ = machine.enqueue(waiter, deadline: .seconds(30), now: .zero) }
        let actions = machine.openFailed(0, Self.refused, .permanent, now: .zero, random: 0.5)
        #expect(actions == (1...3).map { .fail($0, .refused(Self.refused)) })
    }

    @Test func `a permanent refusal leaves callers waiting while a connection can come back`() {
        var machine = PoolStateMachineTests.machine(idle: 1)
        #expect(machine.lendNow(now: .seconds(1)) == 0)
        _ = machine.enqueue(5, deadline: .seconds(31), now: .seconds(1))
        let actions = machine.openFailed(1, Self.refused, .permanent, now: .seconds(1), random: 0.5)
        #expect(!actions.contains(.fail(5, .refused(Self.refused))))
        #expect(machine.release(0, .idle, now: .seconds(2)).actions == [.lend(0, to: 5)])
    }

    @Test func `an unreachable server is waited for only once it has been reached`() {
        let unreachable = DSQLError(.unreachable, "Nobody.")
        var fresh = PoolStateMachineTests.machine()
        _ = fresh.enqueue(1, deadline: .seconds(30), now: .zero)
        #expect(
            fresh.openFailed(0, unreachable, .network, now: .zero, random: 0) == [.fail(1, .refused(unreachable))]
        )

        var known = PoolStateMachineTests.machine(idle: 1)
        #expect(known.lendNow(now: .zero) == 0)
        _ = known.release(0, .lost, now: .zero)
        _ = known.closed(0, now: .zero)
        _ = known.enqueue(1, deadline: .seconds(30), now: .zero)
        let actions = known.openFailed(1, unreachable, .network, now: .zero, random: 0)
        #expect(actions == [.wake(at: .milliseconds(125))])
        #expect(known.tick(now: .milliseconds(125)).contains(.open(2)))
        #expect(known.opened(2, now: .seconds(1), random: 0).contains(.lend(2, to: 1)))
    }

    @Test func `shutting down waits for leases and closes the rest`() {
        var machine = PoolStateMachineTests.machine(idle: 2)
        #expect(machine.lendNow(now: .seconds(1)) == 1)
        #expect(machine.shutDown(now: .seconds(2)) == [.close(0), .wake(at: .seconds(32))])
        #expect(machine.enqueue(9, deadline: .seconds(40), now: .seconds(3)) == [.fail(9, .shutDown)])
        #expect(machine.closed(0, now: .seconds(3)) == [])
        #expect(machine.release(1, .idle, now: .seconds(4)).actions == [.close(1)])
        #expect(machine.closed(1, now: .seconds(4)) == [.finish])
    }

    @Test func `shutting down closes leases that are not returned in time`() {
        var machine = PoolStateMachineTests.machine(idle: 1)
        #expect(machine.lendNow(now: .seconds(1)) == 0)
        _ = machine.shutDown(now: .seconds(2))
        #expect(machine.tick(now: .seconds(32)) == [.close(0)])
        #expect(machine.closed(0, now: .seconds(33)) == [.finish])
        #expect(machine.release(0, .idle, now: .seconds(34)).wasClosed)
    }

    @Test func `a connection that is being opened does not hold up shutting down`() {
        var machine = PoolStateMachineTests.machine()
        _ = machine.enqueue(1, deadline: .seconds(30), now: .zero)
        #expect(machine.shutDown(now: .zero) == [.fail(1, .shutDown), .finish])
        #expect(!machine.knows(0))
    }

    @Test func `a wake that is lost is asked for again`() {
        var machine = PoolStateMachineTests.machine(idle: 1)
        #expect(machine.lendNow(now: .seconds(1)) == 0)
        _ = machine.shutDown(now: .seconds(2))
        #expect(machine.wakeLost(at: .seconds(32), now: .seconds(2)) == [.wake(at: .seconds(32))])
    }
}
