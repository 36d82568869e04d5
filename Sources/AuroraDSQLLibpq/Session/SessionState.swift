import AuroraDSQL

/// Everything about one connection that changes; the session keeps it behind its lock.
///
/// It talks to libpq, which never waits here, and answers what is to be done after the lock is let go of.
struct SessionState {
    var handle: LibpqHandle?
    var watcher: SocketWatcher
    /// Where to, while the connection is being opened.
    var connecting: ConnectTarget?
    /// Why it was not to be opened any more.
    var givenUp: (any Error)?
    var calls = CallMachine()
    var answer = Answer()
    var waiter: CallWaiter?
    var cancelRequest: CancelRequestState?
    var limitTimer: UInt64?
    /// The call whose cancellation ended the connection, which its reader may hear of only later.
    var cancelledCall: CallMachine.ID?
    /// Why the connection ended.
    var end: String?

    init(watcher: SocketWatcher) { self.watcher = watcher }

    /// libpq's connection once it is open.
    var openHandle: LibpqHandle? {
        // Compared by pattern, since an operator would copy what it compares.
        if case .some = connecting { nil } else { handle }
    }

    var isOpen: Bool { openHandle != nil }

    /// Something has come, or there is room to send.
    mutating func advance(_ events: PollEvents) -> FollowUp {
        guard let handle else { return .none }
        if !isOpen { return advanceConnecting(events) }
        // A stream whose reader is busy is not read on: that is the back pressure.
        if answer.isStreamed, calls.current != nil, waiter == nil { return .none }
        let isIntact = handle.consumeInput()
        guard calls.current != nil, !calls.isAnswered else {
            handle.dropNotifications()
            if isIntact, !handle.isBad { return .none }
            return fail(LibpqError(.connectionLost, "The connection was lost: \(reason)."))
        }
        return read(isIntact: isIntact)
    }

    /// Reads what libpq has of the answer.
    mutating func read(isIntact: Bool) -> FollowUp {
        guard let handle else { return .none }
        switch answer.read(from: handle, isDraining: calls.isDraining, isIntact: isIntact) {
        case .wait:
            return awaitMore(handle)
        case .chunk(let chunk):
            watcher.pause(handle.socket)
            var followUp = FollowUp()
            followUp.resume(waiter, with: .success(chunk))
            waiter = nil
            return followUp
        case .broken:
            return fail(LibpqError(.connectionLost, "The connection was given up: \(reason)."))
        case .complete:
            return settle(handle)
        }
    }

    /// Sends what is left to send, and waits.
    mutating func awaitMore(_ handle: LibpqHandle) -> FollowUp {
        let events: PollEvents = handle.flush() == .more ? [.readable, .writable] : .readable
        // To send, libpq may have read.
        if handle.hasPendingInput { return read(isIntact: handle.consumeInput()) }
        if watcher.watch(handle.socket, for: events) { return .none }
        return fail(LibpqError(.connectionLost, "The connection's socket cannot be waited for."))
    }

    private mutating func settle(_ handle: LibpqHandle) -> FollowUp {
        guard !handle.isBad else {
            return fail(answer.failure ?? LibpqError(.connectionLost, "The connection was lost: \(reason)."))
        }
        guard watcher.watch(handle.socket, for: .readable) else {
            return fail(LibpqError(.connectionLost, "The connection's socket cannot be waited for."))
        }
        let outcome = outcome
        return calls.answered() == .finish ? finish(outcome) : .none
    }

    /// What the call comes to.
    var outcome: Result<LibpqResult?, any Error> {
        if let failure = answer.failure {
            let isOurCancel = calls.isCancelled && (failure as? PostgresServerError)?.sqlState == "57014"
            return .failure(isOurCancel ? CancellationError() : failure)
        }
        // Rows of a stream were thrown away, which must not look like its end.
        if calls.isCancelled, answer.isStreamed { return .failure(CancellationError()) }
        return .success(answer.isStreamed ? nil : answer.result)
    }

    /// Ends the call; the connection is free.
    mutating func finish(_ outcome: Result<LibpqResult?, any Error>) -> FollowUp {
        var followUp = FollowUp()
        followUp.resume(waiter, with: outcome)
        waiter = nil
        release(into: &followUp)
        return followUp
    }

    /// Ends the connection, and with it the call that runs.
    mutating func fail(_ error: any Error) -> FollowUp {
        var followUp = FollowUp()
        connecting = nil
        followUp.resume(waiter, with: .failure(error))
        waiter = nil
        release(into: &followUp)
        calls.close()
        if end == nil { end = error is CancellationError ? "A call was cancelled." : "\(error)" }
        if let handle {
            watcher.pause(handle.socket)
            handle.finish()
            self.handle = nil
        }
        followUp.removed.append(watcher.id)
        return followUp
    }

    /// Lets go of what belongs to one call only.
    private mutating func release(into followUp: inout FollowUp) {
        followUp.timer = limitTimer
        limitTimer = nil
        if let id = cancelRequest?.finish() { followUp.removed.append(id) }
        cancelRequest = nil
        // The rows are the caller's now, and freed with them.
        answer = Answer()
    }

    /// libpq's own words.
    var reason: String { RefusalText.firstLine(of: handle?.errorMessage ?? "") }
}
