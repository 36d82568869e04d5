/// Cancellation: a connection that is usable or closed, never in between.
extension SessionState {
    /// The caller of a call was cancelled.
    ///
    /// - Parameter watcher: Where a cancel request is waited for; used where one is sent.
    mutating func cancel(_ id: CallMachine.ID, _ requestWatcher: SocketWatcher) -> FollowUp {
        switch calls.cancel(id, canRequest: Libpq.hasCancelRequests) {
        case .nothing: return .none
        // An older libpq would send the request outside of TLS.
        case .close: return giveUp(id)
        case .request: break
        }
        var followUp = sendCancelRequest(id, requestWatcher)
        guard cancelRequest != nil else { return followUp }
        if waiter != nil { followUp = read(isIntact: true) }
        if calls.current == id, limitTimer == nil { followUp.limit = id }
        return followUp
    }

    /// The server may have been asked before it began the statement, which it then ignores.
    mutating func repeatCancel(_ id: CallMachine.ID, _ requestWatcher: SocketWatcher) -> FollowUp {
        calls.repeatRequest(id) ? sendCancelRequest(id, requestWatcher) : .none
    }

    private mutating func sendCancelRequest(_ id: CallMachine.ID, _ requestWatcher: SocketWatcher) -> FollowUp {
        guard let handle, let request = CancelRequestState(for: id, over: handle, requestWatcher) else {
            return giveUp(id)
        }
        cancelRequest = request
        return .none
    }

    /// The cancel request can go on.
    mutating func advanceCancelRequest() -> FollowUp {
        guard var request = cancelRequest else { return .none }
        let outcome = request.advance()
        cancelRequest = request
        guard let outcome else { return .none }
        let result = self.outcome
        switch calls.requestEnded(request.call, succeeded: outcome) {
        case .wait:
            var followUp = FollowUp()
            followUp.removed.append(request.finish())
            followUp.repeatCancel = request.call
            cancelRequest = nil
            return followUp
        case .finish: return finish(result)
        case .close: return giveUp(request.call)
        }
    }

    /// Ends the connection, since the call cannot be brought to rest.
    private mutating func giveUp(_ id: CallMachine.ID) -> FollowUp {
        cancelledCall = id
        return fail(CancellationError())
    }

    /// A call took too long to come to rest.
    mutating func limitReached(_ id: CallMachine.ID) -> FollowUp {
        limitTimer = nil
        guard calls.limitReached(id) == .close else { return .none }
        return giveUp(id)
    }
}
