/// A cancel request on its way: libpq 17 sends it over a connection of its own, inside TLS.
struct CancelRequestState {
    let call: CallMachine.ID
    private let handle: LibpqCancelHandle
    private var watcher: SocketWatcher

    /// Begins to send a request; `nil` where libpq cannot.
    init?(for call: CallMachine.ID, over connection: LibpqHandle, _ watcher: SocketWatcher) {
        guard let handle = connection.cancelRequest() else { return nil }
        self.call = call
        self.handle = handle
        self.watcher = watcher
        guard handle.start(), self.watcher.watch(handle.socket, for: .writable) else {
            _ = finish()
            return nil
        }
    }

    /// The number under which the loop knows it.
    var id: UInt64 { watcher.id }

    /// Goes on; the outcome once there is one.
    mutating func advance() -> Bool? {
        switch handle.poll() {
        case .done: return true
        case .failed: return false
        case .reading: return watcher.watchAnew(handle.socket, for: .readable) ? nil : false
        case .writing: return watcher.watchAnew(handle.socket, for: .writable) ? nil : false
        }
    }

    var reason: String { RefusalText.reason(in: handle.errorMessage) }

    /// Frees the request; the number under which the loop knows it.
    mutating func finish() -> UInt64 {
        watcher.pause(handle.socket)
        handle.finish()
        return watcher.id
    }
}
