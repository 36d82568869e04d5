import Logging
import Synchronization

/// The pool's hands: performs what the ``PoolStateMachine`` decides.
///
/// What decides is in its ``PoolCore``. Everything that takes time is done in the one task group of ``run()``.
package final class ConnectionPool<Driver: PostgresDriver>: Sendable {
    /// A connection that is lent.
    package struct Lease: Sendable {
        /// The connection's number.
        package let id: Int
        /// The connection.
        package let connection: Driver.Connection
    }

    let core: PoolCore
    /// The connections that are open, by their numbers.
    let connections = Mutex<[Int: Driver.Connection]>([:])
    let connector: Connector<Driver>
    let configuration: PoolConfiguration
    let clock: ConnectorClock
    let logger: Logger

    /// Creates a pool that does nothing before ``run()``.
    package init(connector: Connector<Driver>, configuration: PoolConfiguration) {
        core = PoolCore(configuration: configuration)
        self.connector = connector
        self.configuration = configuration
        clock = connector.clock
        logger = connector.logger
    }

    /// The picture of this moment.
    package var statistics: PoolStatistics { core.state.withLock { $0.machine.statistics } }

    /// Whether the pool is being shut down, or has been.
    package var isDraining: Bool {
        switch core.state.withLock({ $0.machine.phase }) {
        case .draining, .finished: true
        case .created, .running: false
        }
    }

    /// Callers that were not answered, and actions that nobody has taken.
    package var pendingWork: Int { core.state.withLock { $0.waiters.count } + core.queue.count }

    /// Does the pool's work until it is shut down, or its task is cancelled, and all connections are closed.
    package func run() async throws {
        let started = core.apply { state in
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
                while let actions = await core.queue.next() {
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
        core.apply { ($0.machine.shutDown(now: clock.now()), ()) }
    }
}
