import Synchronization

/// Runs asynchronous work on the thread that waits for it.
///
/// The tool has one thing to do: the threads of a pool would cost more to start than the work they do. Jobs queue up
/// here, from whatever thread, and the waiting thread runs them; while there is none it sleeps on a pipe.
package final class InlineExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var bell: Int32?
    }

    private final class Outcome<Value: Sendable>: Sendable {
        // Not a `Result`, whose type the runtime would have to put together, with a look through all conformances.
        let value = Mutex<Value?>(nil)
        let error = Mutex<(any Error)?>(nil)
    }

    private let state = Mutex(State())

    /// Takes a job, from any thread.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let bell = state.withLock { state in
            state.jobs.append(job)
            defer { state.bell = nil }
            return state.bell
        }
        // The end of its pipe is what wakes the sleeping thread.
        if let bell { POSIX.closeDescriptor(bell) }
    }

    /// Runs a piece of asynchronous work to its end on this thread.
    package static func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let executor = InlineExecutor()
        let outcome = Outcome<Value>()
        // Unstructured because there is no task yet: this is where the synchronous program enters the asynchronous
        // library, and it does not go on before the task has ended.
        Task(executorPreference: executor) {
            do {
                let value = try await work()
                outcome.value.withLock { $0 = value }
            } catch {
                outcome.error.withLock { $0 = error }
            }
        }
        while true {
            if let value = outcome.value.withLock({ $0 }) { return value }
            if let error = outcome.error.withLock({ $0 }) { throw error }
            let job = try executor.nextJob()
            unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
        }
    }

    private func nextJob() throws(POSIX.Failure) -> UnownedJob {
        while true {
            if let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) { return job }
            let pipe = try POSIX.makePipe()
            let isIdle = state.withLock { state in
                if state.jobs.isEmpty { state.bell = pipe.write }
                return state.jobs.isEmpty
            }
            if isIdle { _ = try POSIX.readAll(pipe.read, limit: 0) } else { POSIX.closeDescriptor(pipe.write) }
            POSIX.closeDescriptor(pipe.read)
        }
    }
}
