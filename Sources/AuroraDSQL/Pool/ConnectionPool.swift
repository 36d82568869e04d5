import Logging
import Synchronization

/// The pool's hands: performs what the ``PoolStateMachine`` decides.
///
/// The machine sits behind one lock, which is held for a decision only. Callers' continuations are resumed by whoever
/// made the event; everything that takes time is done in the one task group of ``run()``.
package final class ConnectionPool<Driver: PostgresDriver>: Sendable {
    /// A connection that is lent.
    package struct Lease: Sendable {
        /// The connection's number.
        package let id: Int
        /// The connection.
        package let connection: Driver.Connection
    }

    struct State {
        var machine: PoolStateMachine
        var connections: [Int: Driver.Connection] = [:]
        var waiters: [Int: CheckedContinuation<Lease, any Error>] = [:]
        var nextWaiter = 0
    }

    let state: Mutex<State>
    let queue = ActionQueue<PoolStateMachine.Action>()
    let connector: Connector<Driver>
    let configuration: PoolConfiguration
    let clock: ConnectorClock
    let logger: Logger

    /// Creates a pool that does nothing before ``run()``.
    package init(connector: Connector<Driver>, configuration: PoolConfiguration) {
        state = Mutex(State(machine: PoolStateMachine(configuration: configuration)))
        self.connector = connector
        self.configuration = configuration
        clock = connector.clock
        logger = connector.logger
    }

    /// The picture of this moment.
    package var statistics: PoolStatistics { state.withLock { $0.machine.statistics } }

    /// Whether the pool is being shut down, or has been.
    package var isDraining: Bool {
        switch state.withLock({ $0.machine.phase }) {
        case .draining, .finished: true
        case .created, .running: false
        }
    }

    /// Callers that were not answered, and actions that nobody has taken.
    package var pendingWork: Int { state.withLock { $0.waiters.count } + queue.count }

    /// Does the pool's work until it is shut down, or its task is cancelled, and all connections are closed.
    package func run() async throws {
        let started = apply { state in
            guard let actions = state.machine.start(now: clock.now()) else { return ([], false) }
            return (actions, true)
        }
        guard started else {
            throw DSQLError(
                .alreadyRunning,
                "run() was called twice on the same client.",
                remedy: "Call it once, in one task, for as long as the client is used; make a new client afterwards."
            )
        }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                while let actions = await queue.next() {
                    for action in actions {
                        // Added even after cancellation: closing is still to be done.
                        group.addTask { await self.perform(action) }
                    }
                }
                group.cancelAll()
            }
        } onCancel: {
            shutDown()
        }
    }

    /// Stops lending; ``run()`` returns when the leases are back, or the drain limit has passed.
    package func shutDown() {
        apply { ($0.machine.shutDown(now: clock.now()), ()) }
    }

    /// Lets the machine decide, then answers callers and passes the rest on; the lock is not held while that is done.
    @discardableResult
    func apply<Result>(
        _ decide: (inout State) -> ([PoolStateMachine.Action], Result)
    ) -> Result {
        var answers: [(CheckedContinuation<Lease, any Error>, Swift.Result<Lease, any Error>)] = []
        var work: [PoolStateMachine.Action] = []
        var isFinished = false
        let result = state.withLock { state in
            let (actions, result) = decide(&state)
            for action in actions {
                switch action {
                case .lend(let id, let waiter):
                    guard let continuation = state.waiters.removeValue(forKey: waiter) else { continue }
                    let lease = state.connections[id].map { Lease(id: id, connection: $0) }
                    answers.append((continuation, lease.map { .success($0) } ?? .failure(error(.shutDown))))
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
}
