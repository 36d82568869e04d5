import AuroraDSQL
import Logging
import Synchronization

/// One connection: its state behind a lock, and the loop that moves it on.
///
/// The lock is held while libpq is asked or told something, never across an `await`; who waits is resumed after it.
final class LibpqSession: Sendable, EventHandler {
    let loop: EventLoop
    let id: UInt64
    let cancelTimeout: Duration
    private let notices: NoticeSink
    private let state: Mutex<SessionState>
    private let statements = Atomic(0)

    init(loop: EventLoop, cancelTimeout: Duration, logger: Logger) {
        self.loop = loop
        self.cancelTimeout = cancelTimeout
        notices = NoticeSink(logger: logger)
        let watcher = SocketWatcher(loop: loop)
        id = watcher.id
        state = Mutex(SessionState(watcher: watcher))
    }

    /// Changes the state, then does what is left to do.
    private func update(_ change: (inout SessionState) -> FollowUp) {
        let followUp = state.withLock { change(&$0) }
        perform(followUp)
        followUp.resumeWaiter()
    }

    /// Does everything but letting go on who waited.
    private func perform(_ followUp: FollowUp) {
        notices.log()
        for id in followUp.removed { loop.remove(id) }
        if let timer = followUp.timer { loop.cancelTimer(timer) }
        if let call = followUp.limit { startLimit(of: call) }
        if let call = followUp.repeatCancel {
            _ = loop.schedule(at: .now + Self.cancelInterval) { [weak self] in self?.repeatCancel(call) }
        }
    }

    func ready(_ events: PollEvents) -> FollowUp {
        let followUp = state.withLock { $0.advance(events) }
        perform(followUp)
        return followUp
    }

    // MARK: Opening and closing

    /// Connects to one address.
    ///
    /// - Parameters:
    ///   - dialLimit: Until when the address must have answered.
    ///   - limit: Until when the login must be done.
    func open(
        _ target: ConnectTarget,
        dialLimit: ContinuousClock.Instant,
        limit: ContinuousClock.Instant
    ) async throws {
        loop.add(self, id: id)
        let timers = [
            loop.schedule(at: dialLimit) { [weak self] in self?.update { $0.dialLimitReached() } },
            loop.schedule(at: limit) { [weak self] in self?.update { $0.giveUpConnecting(ConnectTimeout.overall) } },
        ]
        defer { timers.forEach(loop.cancelTimer) }
        _ = try await withTaskCancellationHandler {
            try await CallWaiter.wait { waiter in
                update { $0.start(target, notices, waiter) }
            }
        } onCancel: {
            update { $0.giveUpConnecting(CancellationError()) }
        }
    }

    /// Ends the connection; a call that runs fails as for a lost one.
    func close() {
        update { $0.fail(LibpqError(.connectionLost, "The connection was closed by this program.")) }
    }

    var isClosed: Bool { state.withLock { !$0.isOpen } }

    var transactionStatus: PostgresTransactionStatus {
        state.withLock { $0.openHandle?.transactionStatus ?? .unknown }
    }

    func parameter(_ name: String) -> String? {
        state.withLock { $0.openHandle?.parameter(name) }
    }

    /// A number for a prepared statement, used once.
    func nextStatementNumber() -> Int { statements.add(1, ordering: .relaxed).newValue }

    var processID: Int? {
        state.withLock { $0.openHandle?.processID }
    }

    // MARK: Calls

    static var busyError: LibpqError {
        LibpqError(
            .connectionBusy,
            "Another call on this connection has not finished; a connection runs one statement at a time.",
            remedy: "Wait for it, or use a connection for each task."
        )
    }

    /// Takes the connection for a call.
    func begin() throws -> CallMachine.ID {
        let (begun, error) = state.withLock { state -> (CallMachine.Begin, LibpqError?) in
            let begun = state.calls.begin()
            return (begun, begun == .closed ? state.closedError : nil)
        }
        switch begun {
        case .begun(let id): return id
        case .busy: throw Self.busyError
        case .closed: throw error ?? Self.busyError
        }
    }

    /// Runs a statement and waits for its whole answer.
    func run(_ statement: Statement) async throws -> LibpqResult? {
        let id = try begin()
        return try await withTaskCancellationHandler {
            try await CallWaiter.wait { waiter in
                update { $0.send(statement, id, waiter) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Runs a statement and waits for its whole answer, whether or not the task is cancelled.
    func runUninterrupted(_ statement: Statement) async throws -> LibpqResult? {
        let id = try begin()
        return try await CallWaiter.wait { waiter in
            update { $0.send(statement, id, waiter) }
        }
    }

    /// Sends a statement whose rows are then asked for with ``next(_:isDraining:)``.
    func startStream(_ statement: Statement) throws -> CallMachine.ID {
        let id = try begin()
        let failure = state.withLock { state -> SessionState.SendFailure? in
            do throws(SessionState.SendFailure) {
                try state.startStream(statement, id)
                return nil
            } catch {
                return error
            }
        }
        if case .failed(let followUp, let error) = failure {
            perform(followUp)
            followUp.resumeWaiter()
            throw error
        }
        return id
    }

    /// The next rows of a stream; `nil` after the last.
    func next(_ id: CallMachine.ID, isDraining: Bool = false) async throws -> LibpqResult? {
        try await withTaskCancellationHandler {
            try await CallWaiter.wait { waiter in
                update { $0.next(id, waiter, isDraining: isDraining) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    // MARK: Cancellation

    /// How long a server that was asked to cancel may go on before it is asked again.
    private static let cancelInterval = Duration.milliseconds(250)

    private func cancel(_ id: CallMachine.ID) {
        withCancelRequest { state, watcher in state.cancel(id, watcher) }
    }

    private func repeatCancel(_ id: CallMachine.ID) {
        withCancelRequest { state, watcher in state.repeatCancel(id, watcher) }
    }

    private func withCancelRequest(_ change: (inout SessionState, SocketWatcher) -> FollowUp) {
        let handler = CancelRequestHandler(self)
        let id = handler.watcher.id
        // Before the request begins, or the loop would not find it.
        loop.add(handler, id: id)
        update { change(&$0, handler.watcher) }
        if !state.withLock({ $0.cancelRequest?.id == id }) { loop.remove(id) }
    }

    func advanceCancelRequest() -> FollowUp {
        let followUp = state.withLock { $0.advanceCancelRequest() }
        perform(followUp)
        return followUp
    }

    private func startLimit(of id: CallMachine.ID) {
        let timer = loop.schedule(at: .now + cancelTimeout) { [weak self] in
            self?.update { $0.limitReached(id) }
        }
        let isNeeded = state.withLock { state in
            guard state.calls.current == id, state.limitTimer == nil else { return false }
            state.limitTimer = timer
            return true
        }
        if !isNeeded { loop.cancelTimer(timer) }
    }
}

/// Waits for the socket of a cancel request.
final class CancelRequestHandler: Sendable, EventHandler {
    let watcher: SocketWatcher
    private let session: LibpqSession

    init(_ session: LibpqSession) {
        self.session = session
        watcher = SocketWatcher(loop: session.loop)
    }

    func ready(_ events: PollEvents) -> FollowUp { session.advanceCancelRequest() }
}

/// Time ran out while a connection was opened.
enum ConnectTimeout: Error {
    /// The address has not answered, and others are left to be tried.
    case dialling
    case overall
}
