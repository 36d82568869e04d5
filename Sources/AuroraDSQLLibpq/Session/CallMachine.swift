/// The one call that a connection can be busy with: who began it, whether it was cancelled, whether it may end.
///
/// A call ends when the server has answered in full *and* no cancel request of it is on its way any more: a request that
/// came late would hit the next statement. What cannot be brought to that point ends with the connection.
package struct CallMachine: Sendable {
    package typealias ID = UInt64

    private enum Request { case none, underWay, done }

    private struct Call {
        var id: ID
        var isSent = false
        var isCancelled = false
        /// Nobody wants the rows that are still to come.
        var isDraining = false
        var isAnswered = false
        var request = Request.none
    }

    private enum Phase {
        case idle
        case active(Call)
        case closed
    }

    private var phase = Phase.idle
    private var nextID: ID = 1

    /// Begins idle.
    package init() {}

    package enum Begin: Hashable { case begun(ID), busy, closed }
    package enum Send: Hashable { case send, cancelled, closed }
    package enum Cancel: Hashable { case nothing, request, close }
    package enum Step: Hashable { case wait, finish, close }

    /// The call that runs, if any.
    package var current: ID? {
        if case .active(let call) = phase { call.id } else { nil }
    }

    package var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    package var isCancelled: Bool {
        if case .active(let call) = phase { call.isCancelled } else { false }
    }

    package var isDraining: Bool {
        if case .active(let call) = phase { call.isDraining } else { false }
    }

    /// Whether the answer to the call that runs is complete.
    package var isAnswered: Bool {
        if case .active(let call) = phase { call.isAnswered } else { false }
    }

    /// Takes the connection for a call.
    package mutating func begin() -> Begin {
        switch phase {
        case .closed: return .closed
        case .active: return .busy
        case .idle:
            defer { nextID += 1 }
            phase = .active(Call(id: nextID))
            return .begun(nextID)
        }
    }

    /// Asks whether the statement may be sent; a call that was cancelled before ends here.
    package mutating func send(_ id: ID) -> Send {
        guard case .active(var call) = phase, call.id == id else { return .closed }
        guard !call.isCancelled else {
            phase = .idle
            return .cancelled
        }
        call.isSent = true
        phase = .active(call)
        return .send
    }

    /// Gives the connection back after a statement that could not be sent.
    package mutating func abandon(_ id: ID) {
        if case .active(let call) = phase, call.id == id { phase = .idle }
    }

    /// The caller was cancelled, perhaps before it sent anything, perhaps after the call had ended.
    package mutating func cancel(_ id: ID, canRequest: Bool) -> Cancel {
        guard case .active(var call) = phase, call.id == id, !call.isCancelled else { return .nothing }
        call.isCancelled = true
        call.isDraining = call.isSent
        guard call.isSent, !call.isAnswered else {
            phase = .active(call)
            return .nothing
        }
        guard canRequest else {
            phase = .closed
            return .close
        }
        call.request = .underWay
        phase = .active(call)
        return .request
    }

    /// The caller wants no more of the answer.
    package mutating func drain(_ id: ID) -> Bool {
        guard case .active(var call) = phase, call.id == id else { return false }
        call.isDraining = true
        phase = .active(call)
        return true
    }

    /// The server has answered in full.
    package mutating func answered() -> Step {
        guard case .active(var call) = phase else { return .wait }
        call.isAnswered = true
        phase = call.request == .underWay ? .active(call) : .idle
        return call.request == .underWay ? .wait : .finish
    }

    /// A cancel request has come to its end; one that failed may yet arrive, so it ends the connection.
    package mutating func requestEnded(_ id: ID, succeeded: Bool) -> Step {
        guard case .active(var call) = phase, call.id == id, call.request == .underWay else { return .wait }
        guard succeeded else {
            phase = .closed
            return .close
        }
        call.request = .done
        phase = call.isAnswered ? .idle : .active(call)
        return call.isAnswered ? .finish : .wait
    }

    /// Asks whether to send another request: one that reached the server before the statement had no effect.
    package mutating func repeatRequest(_ id: ID) -> Bool {
        guard case .active(var call) = phase, call.id == id, call.request == .done, !call.isAnswered else {
            return false
        }
        call.request = .underWay
        phase = .active(call)
        return true
    }

    /// The time for a call to come to rest is over.
    package mutating func limitReached(_ id: ID) -> Step {
        guard case .active(let call) = phase, call.id == id else { return .wait }
        phase = .closed
        return .close
    }

    /// The connection is gone.
    package mutating func close() { phase = .closed }
}
