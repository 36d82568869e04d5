import AuroraDSQL
import AuroraDSQLCredentials
import Glibc
import Synchronization

/// Somebody whose descriptor the loop waits for.
protocol EventHandler: AnyObject, Sendable {
    /// Called on the loop's thread; must not block.
    ///
    /// - Returns: Who can go on; the loop lets them once it has been through all that came together.
    func ready(_ events: PollEvents) -> FollowUp
}

/// One thread that waits for every connection of the process, and for their time limits.
///
/// A thread per connection, or a dispatch source, costs more for each statement; `docs/performance.md` has the figures.
final class EventLoop: Sendable {
    /// Moments are durations since this one, since the layout of an `Instant` is known at run time only.
    private static let origin = ContinuousClock.now

    private struct Timer {
        var deadline: Duration
        var action: @Sendable () -> Void
    }

    private struct State {
        var handlers: [UInt64: any EventHandler] = [:]
        var timers: [UInt64: Timer] = [:]
        /// No timer is due before; the earliest itself may be gone.
        var earliest: Duration?
        var jobs: [UnownedJob] = []
        /// The thread waits, or is about to; whoever has something for it must end the wait.
        var isWaiting = false
        var nextID: UInt64 = 1

        mutating func makeID() -> UInt64 {
            defer { nextID += 1 }
            return nextID
        }

        mutating func takeDueTimers() -> [@Sendable () -> Void] {
            guard !timers.isEmpty, let earliest else { return [] }
            let now = EventLoop.now
            guard earliest <= now else { return [] }
            let past = timers.filter { $0.value.deadline <= now }
            for id in past.keys { timers[id] = nil }
            self.earliest = timers.values.lazy.map(\.deadline).min()
            return past.sorted { $0.value.deadline < $1.value.deadline }.map(\.value.action)
        }
    }

    private static var now: Duration { origin.duration(to: .now) }

    private static let process = Mutex<EventLoop?>(nil)

    /// The loop of this process, which is started when it is first asked for and then runs on.
    static func shared() throws(DSQLError) -> EventLoop {
        do {
            return try started()
        } catch {
            throw DSQLError(.connectionFailed, "The thread that waits for connections cannot be started.", cause: error)
        }
    }

    private static func started() throws(SystemFailure) -> EventLoop {
        let result: Result<EventLoop, SystemFailure> = process.withLock { loop in
            if let loop { return .success(loop) }
            do throws(SystemFailure) {
                let new = try EventLoop()
                guard DetachedThread.start({ new.run() }) else { throw SystemFailure("pthread_create", EAGAIN) }
                loop = new
                return .success(new)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private let poller: Poller
    private let state = Mutex(State())

    private init() throws(SystemFailure) { poller = try Poller() }

    /// A number that nobody has had, under which a handler and its descriptor are known.
    func makeID() -> UInt64 { state.withLock { $0.makeID() } }

    /// Takes a handler in, until it is removed.
    func add(_ handler: any EventHandler, id: UInt64) {
        state.withLock { $0.handlers[id] = handler }
    }

    /// Lets go of a handler.
    func remove(_ id: UInt64) {
        _ = state.withLock { $0.handlers.removeValue(forKey: id) }
    }

    func watch(_ descriptor: Int32, for events: PollEvents, id: UInt64) -> Bool {
        poller.watch(descriptor, for: events, id: id)
    }

    func forget(_ descriptor: Int32) { poller.forget(descriptor) }

    /// Has something done on the loop's thread at a time; the thread must not be blocked.
    func schedule(at deadline: ContinuousClock.Instant, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        let deadline = Self.origin.duration(to: deadline)
        let (id, isTooLate) = state.withLock { state in
            let id = state.makeID()
            let isEarliest = state.timers.isEmpty || deadline < state.earliest ?? deadline
            if isEarliest { state.earliest = deadline }
            state.timers[id] = Timer(deadline: deadline, action: action)
            return (id, isEarliest && state.isWaiting)
        }
        // The wait goes on for longer than that.
        if isTooLate { poller.wakeUp() }
        return id
    }

    /// Has a job run on the loop's thread.
    func add(_ job: UnownedJob) {
        let isWaiting = state.withLock { state in
            state.jobs.append(job)
            // The first job ends the wait for all that follow.
            defer { state.isWaiting = false }
            return state.isWaiting
        }
        if isWaiting { poller.wakeUp() }
    }

    /// Forgets something that was to be done; without effect when it has been done.
    func cancelTimer(_ id: UInt64) {
        _ = state.withLock { $0.timers.removeValue(forKey: id) }
    }

    private func run() {
        UntranslatedMessages.use()
        var events: [Poller.Event] = []
        var ready: [(handler: any EventHandler, events: PollEvents)] = []
        var followUps: [FollowUp] = []
        var jobs: [UnownedJob] = []
        let executor = unsafe asUnownedTaskExecutor()
        while true {
            poller.wait(milliseconds: timeout(), into: &events)
            let due = collect(events, into: &ready)
            for (handler, events) in ready { followUps.append(handler.ready(events)) }
            // All in a row, so that the concurrency pool wakes a thread for the first of them and not for each.
            for index in followUps.indices { followUps[index].resumeWaiter() }
            for action in due { action() }
            // Those that are added meanwhile are left for the next turn, after the connections' events.
            state.withLock { swap(&$0.jobs, &jobs) }
            for job in jobs { unsafe job.runSynchronously(on: executor) }
            // To empty an array that is empty takes hundreds of instructions.
            if !jobs.isEmpty { jobs.removeAll(keepingCapacity: true) }
            guard !events.isEmpty else { continue }
            events.removeAll(keepingCapacity: true)
            ready.removeAll(keepingCapacity: true)
            followUps.removeAll(keepingCapacity: true)
        }
    }

    /// How long to wait in milliseconds; -1 for ever.
    private func timeout() -> Int32 {
        let (hasJobs, next) = state.withLock { state -> (Bool, Duration?) in
            guard state.jobs.isEmpty else { return (true, nil) }
            state.isWaiting = true
            return (false, state.timers.isEmpty ? nil : state.earliest)
        }
        if hasJobs { return 0 }
        guard let first = next else { return -1 }
        let left = first - Self.now
        guard left > .zero else { return 0 }
        // Rounded up, or the loop would turn without rest for the last millisecond.
        return Int32(clamping: left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1)
    }

    private func collect(
        _ events: [Poller.Event],
        into ready: inout [(handler: any EventHandler, events: PollEvents)]
    ) -> [@Sendable () -> Void] {
        // The handlers are called without the lock, which they take themselves.
        state.withLock { state in
            state.isWaiting = false
            for event in events {
                if let handler = state.handlers[event.id] { ready.append((handler, event.events)) }
            }
            return state.takeDueTimers()
        }
    }
}
