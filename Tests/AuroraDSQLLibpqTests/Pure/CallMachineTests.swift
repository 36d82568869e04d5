import AuroraDSQLLibpq
import Testing

@Suite struct CallMachineTests {
    /// A machine that an expectation can change.
    private final class Machine {
        private var state = CallMachine()

        var current: CallMachine.ID? { state.current }
        var isClosed: Bool { state.isClosed }
        var isDraining: Bool { state.isDraining }

        func begin() -> CallMachine.Begin { state.begin() }
        func send(_ id: CallMachine.ID) -> CallMachine.Send { state.send(id) }
        func abandon(_ id: CallMachine.ID) { state.abandon(id) }
        func drain(_ id: CallMachine.ID) -> Bool { state.drain(id) }
        func answered() -> CallMachine.Step { state.answered() }
        func limitReached(_ id: CallMachine.ID) -> CallMachine.Step { state.limitReached(id) }
        func cancel(_ id: CallMachine.ID, canRequest: Bool) -> CallMachine.Cancel {
            state.cancel(id, canRequest: canRequest)
        }
        func repeatRequest(_ id: CallMachine.ID) -> Bool { state.repeatRequest(id) }
        func requestEnded(_ id: CallMachine.ID, succeeded: Bool) -> CallMachine.Step {
            state.requestEnded(id, succeeded: succeeded)
        }
    }

    /// A machine with a call whose statement has been sent.
    private static func sent() -> (Machine, CallMachine.ID) {
        let machine = Machine()
        guard case .begun(let id) = machine.begin() else { return (machine, 0) }
        _ = machine.send(id)
        return (machine, id)
    }

    @Test func `a second call is refused until the first has its answer`() {
        let (machine, id) = Self.sent()
        #expect(machine.begin() == .busy)
        #expect(machine.current == id)
        #expect(machine.answered() == .finish)
        #expect(machine.begin() == .begun(id + 1))
    }

    @Test func `a call that is cancelled before it is sent sends nothing and frees the connection`() {
        let machine = Machine()
        #expect(machine.begin() == .begun(1))
        #expect(machine.cancel(1, canRequest: true) == .nothing)
        #expect(machine.send(1) == .cancelled)
        #expect(machine.begin() == .begun(2))
    }

    @Test func `a cancelled call closes the connection where no request can be sent`() {
        let (machine, id) = Self.sent()
        #expect(machine.cancel(id, canRequest: false) == .close)
        #expect(machine.isClosed)
        #expect(machine.begin() == .closed)
        #expect(machine.answered() == .wait)
    }

    @Test func `the answer waits for a request that is still under way`() {
        let (machine, id) = Self.sent()
        #expect(machine.cancel(id, canRequest: true) == .request)
        #expect(machine.isDraining)
        #expect(machine.answered() == .wait)
        #expect(machine.begin() == .busy)
        #expect(machine.requestEnded(id, succeeded: true) == .finish)
        #expect(machine.current == nil)
    }

    @Test func `a request that ended waits for the answer`() {
        let (machine, id) = Self.sent()
        #expect(machine.cancel(id, canRequest: true) == .request)
        #expect(machine.requestEnded(id, succeeded: true) == .wait)
        #expect(machine.begin() == .busy)
        #expect(machine.answered() == .finish)
    }

    @Test(arguments: [true, false])
    func `a request that failed closes the connection, since it may yet arrive`(isAnswered: Bool) {
        let (machine, id) = Self.sent()
        _ = machine.cancel(id, canRequest: true)
        if isAnswered { _ = machine.answered() }
        #expect(machine.requestEnded(id, succeeded: false) == .close)
        #expect(machine.isClosed)
    }

    @Test func `a request is repeated as long as there is no answer, one at a time`() {
        let (machine, id) = Self.sent()
        #expect(!machine.repeatRequest(id))
        #expect(machine.cancel(id, canRequest: true) == .request)
        #expect(!machine.repeatRequest(id))
        #expect(machine.requestEnded(id, succeeded: true) == .wait)
        #expect(machine.repeatRequest(id))
        #expect(!machine.repeatRequest(id))
        #expect(machine.answered() == .wait)
        #expect(machine.requestEnded(id, succeeded: true) == .finish)
        #expect(!machine.repeatRequest(id))
    }

    @Test func `a call is cancelled once`() {
        let (machine, id) = Self.sent()
        #expect(machine.cancel(id, canRequest: true) == .request)
        #expect(machine.cancel(id, canRequest: true) == .nothing)
        #expect(machine.cancel(id, canRequest: false) == .nothing)
    }

    @Test func `a cancellation that comes after the call has no effect on the next one`() {
        let (machine, id) = Self.sent()
        #expect(machine.answered() == .finish)
        #expect(machine.cancel(id, canRequest: false) == .nothing)
        #expect(machine.begin() == .begun(id + 1))
        #expect(machine.send(id + 1) == .send)
        #expect(machine.cancel(id, canRequest: false) == .nothing)
        #expect(machine.limitReached(id) == .wait)
        #expect(machine.requestEnded(id, succeeded: false) == .wait)
        #expect(!machine.isClosed)
    }

    @Test func `a call that does not come to rest in time closes the connection`() {
        let (machine, id) = Self.sent()
        #expect(machine.drain(id))
        #expect(machine.limitReached(id) == .close)
        #expect(machine.begin() == .closed)
    }

    @Test func `a statement that could not be sent frees the connection`() {
        let (machine, id) = Self.sent()
        machine.abandon(id)
        #expect(machine.begin() == .begun(id + 1))
        machine.abandon(id)
        #expect(machine.current == id + 1)
    }
}
