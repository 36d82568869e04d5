import Synchronization

/// The pool's machine behind its lock, and the callers that wait: the part that knows nothing of the driver.
///
/// The lock is held for a decision only, and callers' continuations are resumed by whoever made the event. The type is
/// not generic: what is done for each lease would have to look its types up at run time.
final class PoolCore: Sendable {
    struct State {
        var machine: PoolStateMachine
        var waiters: [Int: LeaseWaiter] = [:]
        var nextWaiter = 0
    }

    /// What a caller gets when it comes.
    enum Turn {
        /// The connection of this number, at once.
        case lent(Int)
        /// A number to wait under.
        case waits(Int, isRunning: Bool)
    }

    let state: Mutex<State>
    /// What is to be done outside of the lock.
    let queue = ActionQueue<PoolStateMachine.Action>()
    private let configuration: PoolConfiguration

    init(configuration: PoolConfiguration) {
        self.configuration = configuration
        state = Mutex(State(machine: PoolStateMachine(configuration: configuration)))
    }

    /// A caller comes.
    func begin(now: Duration) -> Turn {
        state.withLock { state in
            if let id = state.machine.lendNow(now: now) { return .lent(id) }
            state.nextWaiter += 1
            return .waits(state.nextWaiter, isRunning: state.machine.phase != .created)
        }
    }

    /// Lets the machine decide, then answers callers and passes the rest on; the lock is not held while that is done.
    @discardableResult
    func apply<Result>(
        _ decide: (inout State) -> ([PoolStateMachine.Action], Result)
    ) -> Result {
        var answers: [(LeaseWaiter, Swift.Result<Int, any Error>)] = []
        var work: [PoolStateMachine.Action] = []
        var isFinished = false
        let result = state.withLock { state in
            let (actions, result) = decide(&state)
            for action in actions {
                switch action {
                case .lend(let id, let waiter):
                    guard let continuation = state.waiters.removeValue(forKey: waiter) else { continue }
                    answers.append((continuation, .success(id)))
                case .fail(let waiter, let failure):
                    guard let continuation = state.waiters.removeValue(forKey: waiter) else { continue }
                    answers.append((continuation, .failure(error(failure))))
                case .finish: isFinished = true
                case .open, .check, .clean, .close, .wake: work.append(action)
                }
            }
            return result
        }
        for (continuation, answer) in answers { continuation.resume(with: answer) }
        if !work.isEmpty { queue.push(work) }
        if isFinished { queue.finish() }
        return result
    }

    func error(_ failure: PoolStateMachine.WaitFailure) -> DSQLError {
        switch failure {
        case .refused(let error): return error
        case .shutDown:
            return DSQLError(
                .shutDown,
                "The client is shut down.",
                remedy: "Finish the calls before run() is cancelled, or make a new client."
            )
        case .notRunning:
            return DSQLError(
                .notRunning,
                "The client's run() was not called before the call's time was up.",
                remedy: "Call run() in a task of its own, or use withDSQLClient, which does."
            )
        case .timedOut(let failure?) where Self.isTold(failure.code): return failure
        case .timedOut(let failure):
            return DSQLError(
                .acquireTimedOut,
                "No connection became free within the limit; "
                    + "\(configuration.maximumConnections) are allowed at most.",
                remedy: "Return connections sooner, or raise maximumConnections or acquireTimeout.",
                cause: failure
            )
        }
    }

    /// Whether a caller whose time ran out is told the reason itself.
    private static func isTold(_ code: DSQLError.Code) -> Bool {
        switch code {
        case .wakingUp, .tooManyConnections, .connectionRateExceeded, .unreachable, .connectTimedOut: true
        default: false
        }
    }
}
