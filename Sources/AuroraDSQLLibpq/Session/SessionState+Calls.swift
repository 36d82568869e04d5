/// Statements.
extension SessionState {
    /// Sends a statement whose answer a waiter waits for as a whole.
    mutating func send(_ statement: borrowing Statement, _ id: CallMachine.ID, _ waiter: CallWaiter) -> FollowUp {
        var followUp = FollowUp()
        do {
            try send(statement, id)
        } catch {
            if case .failed(let failed, let error) = error {
                followUp = failed
                followUp.resume(waiter, with: .failure(error))
            }
            return followUp
        }
        self.waiter = waiter
        guard let handle else { return followUp }
        return awaitMore(handle)
    }

    enum SendFailure: Error { case failed(FollowUp, any Error) }

    /// Sends a statement whose rows are asked for chunk by chunk.
    mutating func send(_ statement: borrowing Statement, _ id: CallMachine.ID) throws(SendFailure) {
        switch calls.send(id) {
        case .cancelled: throw .failed(.none, CancellationError())
        case .closed: throw .failed(.none, closedError)
        case .send: break
        }
        guard let handle else { throw .failed(.none, closedError) }
        guard statement.send(over: handle) else {
            let reason = reason
            guard !handle.isBad else {
                let error = LibpqError(.connectionLost, "The statement could not be sent: \(reason).")
                throw .failed(fail(error), error)
            }
            calls.abandon(id)
            throw .failed(.none, LibpqError(.invalidStatement, "libpq refused the statement: \(reason)."))
        }
        answer = Answer(rowsPerChunk: statement.rowsPerChunk)
    }

    /// Sends a statement whose rows nobody waits for yet: until somebody does, nothing is read.
    mutating func startStream(_ statement: borrowing Statement, _ id: CallMachine.ID) throws(SendFailure) {
        try send(statement, id)
        guard let handle else { return }
        _ = handle.flush()
        // An answer that comes and is not read would be reported again and again.
        watcher.pause(handle.socket)
    }

    /// Waits for the next rows of a streamed statement; for none, where they are not wanted any more.
    mutating func next(_ id: CallMachine.ID, _ waiter: CallWaiter, isDraining: Bool) -> FollowUp {
        var followUp = FollowUp()
        guard calls.current == id else {
            followUp.resume(waiter, with: ended(id, isDraining: isDraining))
            return followUp
        }
        guard self.waiter == nil else {
            followUp.resume(waiter, with: .failure(LibpqSession.busyError))
            return followUp
        }
        self.waiter = waiter
        if isDraining { _ = calls.drain(id) }
        followUp = read(isIntact: true)
        if isDraining, calls.current == id, limitTimer == nil { followUp.limit = id }
        return followUp
    }

    /// What is said to the reader of a stream that has ended already.
    private func ended(_ id: CallMachine.ID, isDraining: Bool) -> Result<LibpqResult?, any Error> {
        if isDraining || end == nil { return .success(nil) }
        return .failure(cancelledCall == id ? CancellationError() : closedError)
    }

    /// Why nothing can be sent.
    var closedError: LibpqError {
        LibpqError(
            .connectionClosed,
            "The connection is closed, so that nothing was sent. \(end ?? "It was never open.")"
        )
    }
}
