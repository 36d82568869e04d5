import CEpoll
import Glibc

/// What a descriptor is waited for, or has become ready for.
struct PollEvents: OptionSet, Sendable {
    let rawValue: UInt32

    static let readable = PollEvents(rawValue: UInt32(CEPOLL_READABLE))
    static let writable = PollEvents(rawValue: UInt32(CEPOLL_WRITABLE))
    /// The connection failed or was hung up; reported without being asked for.
    static let broken = PollEvents(rawValue: UInt32(CEPOLL_BROKEN))
}

/// Waits for descriptors: epoll, and an eventfd that ends the wait from another thread.
///
/// All that is Linux's own about the loop is here. Descriptors are waited for level-triggered, each under a number
/// that is never used twice, so that an event which was on its way when its descriptor was closed finds nobody.
final class Poller: Sendable {
    struct Event: Sendable {
        var id: UInt64
        var events: PollEvents
    }

    /// The number under which the wake-up call itself is registered.
    private static let wakeUpID: UInt64 = 0

    private let epoll: Int32
    private let wakeUpEvent: Int32

    init() throws(SystemFailure) {
        let epoll = cepoll_create()
        guard epoll >= 0 else { throw SystemFailure("epoll_create1", errno) }
        let wakeUpEvent = cepoll_create_wakeup()
        guard wakeUpEvent >= 0 else {
            let failure = SystemFailure("eventfd", errno)
            close(epoll)
            throw failure
        }
        self.epoll = epoll
        self.wakeUpEvent = wakeUpEvent
        guard watch(wakeUpEvent, for: .readable, id: Self.wakeUpID) else { throw SystemFailure("epoll_ctl", errno) }
    }

    deinit {
        close(wakeUpEvent)
        close(epoll)
    }

    /// Waits for a descriptor, or changes what it is waited for; `false` when the system refuses.
    func watch(_ descriptor: Int32, for events: PollEvents, id: UInt64) -> Bool {
        cepoll_watch(epoll, descriptor, events.rawValue, id) == 0
    }

    /// Forgets a descriptor; to be called before it is closed.
    func forget(_ descriptor: Int32) { cepoll_forget(epoll, descriptor) }

    /// Ends a wait.
    func wakeUp() { cepoll_wake(wakeUpEvent) }

    /// Waits for events, at most so many milliseconds (-1: for ever), and appends them.
    func wait(milliseconds: Int32, into ready: inout [Event]) {
        unsafe withUnsafeTemporaryAllocation(of: cepoll_event.self, capacity: Int(CEPOLL_BATCH)) { events in
            let count = unsafe cepoll_wait(epoll, events.baseAddress, milliseconds)
            guard count > 0 else { return }
            for index in 0..<Int(count) {
                let event = unsafe events[index]
                if event.id == Self.wakeUpID {
                    cepoll_calm(wakeUpEvent)
                } else {
                    ready.append(Event(id: event.id, events: PollEvents(rawValue: event.events)))
                }
            }
        }
    }
}
