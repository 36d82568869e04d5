/// What the loop waits for on one socket, so that it is told only of changes.
struct SocketWatcher: Sendable {
    let loop: EventLoop
    let id: UInt64
    private var descriptor: Int32 = -1
    private var events: PollEvents = []

    init(loop: EventLoop) {
        self.loop = loop
        id = loop.makeID()
    }

    /// Waits for events on a socket; `false` when the system refuses.
    mutating func watch(_ socket: Int32, for wanted: PollEvents) -> Bool {
        guard socket != descriptor || events != wanted else { return true }
        descriptor = socket
        events = wanted
        return loop.watch(socket, for: wanted, id: id)
    }

    /// Waits for events on a socket that libpq may have closed and opened anew under the same number.
    mutating func watchAnew(_ socket: Int32, for wanted: PollEvents) -> Bool {
        descriptor = socket
        events = wanted
        return loop.watch(socket, for: wanted, id: id)
    }

    /// Waits for nothing.
    ///
    /// A socket that is merely not waited for would still report that it was hung up, again and
    /// again, so it is forgotten.
    ///
    /// - Parameter socket: The socket libpq has now. One it has closed is forgotten already, and its number may by now
    ///   be somebody else's.
    mutating func pause(_ socket: Int32) {
        guard descriptor >= 0 else { return }
        if socket == descriptor { loop.forget(descriptor) }
        descriptor = -1
        events = []
    }
}
