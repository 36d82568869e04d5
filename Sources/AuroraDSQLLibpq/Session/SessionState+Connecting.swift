import AuroraDSQL
import AuroraDSQLCredentials

/// Opening the connection.
extension SessionState {
    /// A connection that is being opened.
    struct Connecting {
        let completion: OneShot<Void>
        let target: ConnectTarget
    }

    /// Begins to connect.
    mutating func start(_ target: ConnectTarget, _ completion: OneShot<Void>, _ notices: NoticeSink) throws {
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
        } catch {
            handle.finish()
            throw error
        }
        notices.receive(from: handle)
        self.handle = handle
        connecting = Connecting(completion: completion, target: target)
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
        guard isWatching else { return fail(connecting.target.failure(stage, handle.errorMessage)) }
        guard !handle.isConnected else { return finishConnecting(handle, connecting) }
        return .none
    }

    private mutating func finishConnecting(_ handle: LibpqHandle, _ connecting: Connecting) -> FollowUp {
        guard handle.isSecure, handle.beNonBlocking() else {
            return fail(connecting.target.failure(.securing, "the connection came up without TLS"))
        }
        guard Libpq.canSeePendingInput else {
            return fail(connecting.target.failure(.securing, "libpq's OpenSSL is not to be found in this program"))
        }
        self.connecting = nil
        var followUp = FollowUp()
        followUp.finish(connecting.completion, with: .success(()))
        return followUp
    }

    /// Whether the address has answered at all.
    var isDialling: Bool { connecting != nil && handle?.isDialling == true }
}
