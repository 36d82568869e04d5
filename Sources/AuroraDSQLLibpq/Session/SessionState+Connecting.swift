import AuroraDSQL

/// Opening the connection.
extension SessionState {
    /// Begins to connect.
    mutating func start(_ target: ConnectTarget, _ notices: NoticeSink, _ waiter: CallWaiter) -> FollowUp {
        self.waiter = waiter
        // Before it began.
        if let givenUp { return fail(givenUp) }
        do {
            let handle = try begin(target)
            notices.receive(from: handle)
            self.handle = handle
            connecting = target
            return .none
        } catch {
            return fail(error)
        }
    }

    private mutating func begin(_ target: ConnectTarget) throws -> LibpqHandle {
        if let keyword = target.settings.keywordWithZeroByte {
            throw DSQLError(.invalidConfiguration, "The value of \(keyword) holds U+0000.")
        }
        guard let handle = LibpqHandle(starting: target.settings.conninfo) else {
            throw DSQLError(.connectionFailed, "Memory ran out while a connection was opened.")
        }
        do {
            try target.check(handle)
            guard watcher.watch(handle.socket, for: .writable) else {
                throw DSQLError(.connectionFailed, "The connection's socket cannot be waited for.")
            }
            return handle
        } catch {
            handle.finish()
            throw error
        }
    }

    /// The address has had its time.
    mutating func dialLimitReached() -> FollowUp {
        if let handle, !handle.isDialling { return .none }
        return giveUpConnecting(ConnectTimeout.dialling)
    }

    /// Ends a connection that is not open yet, whether it has begun or not.
    mutating func giveUpConnecting(_ error: any Error) -> FollowUp {
        guard !isOpen, !calls.isClosed else { return .none }
        givenUp = error
        return fail(error)
    }

    mutating func advanceConnecting(_ events: PollEvents) -> FollowUp {
        guard let handle, let connecting else { return .none }
        let stage = handle.stage(after: events)
        let isWatching =
            switch handle.poll() {
            case .reading: watcher.watchAnew(handle.socket, for: .readable)
            case .writing: watcher.watchAnew(handle.socket, for: .writable)
            case .done: watcher.watchAnew(handle.socket, for: .readable)
            case .failed: false
            }
        guard isWatching else { return fail(connecting.failure(stage, handle.errorMessage)) }
        guard !handle.isConnected else { return finishConnecting(handle, connecting) }
        return .none
    }

    private mutating func finishConnecting(_ handle: LibpqHandle, _ connecting: ConnectTarget) -> FollowUp {
        guard handle.isSecure, handle.beNonBlocking() else {
            return fail(connecting.failure(.securing, "the connection came up without TLS"))
        }
        guard Libpq.canSeePendingInput else {
            return fail(connecting.failure(.securing, "libpq's OpenSSL is not to be found in this program"))
        }
        self.connecting = nil
        var followUp = FollowUp()
        followUp.resume(waiter, with: .success(nil))
        waiter = nil
        return followUp
    }
}
