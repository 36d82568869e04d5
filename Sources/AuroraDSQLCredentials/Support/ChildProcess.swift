import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One child process from its start until it is reaped; everything but ``cancel()`` happens on one thread.
final class ChildProcess: Sendable {
    /// How long the group has between `SIGTERM` and `SIGKILL`.
    private static let grace = Duration.milliseconds(250)
    /// How soon an end is noticed that does not close the pipe, and a cancellation.
    private static let turn: Int32 = 20

    let answer = OneShot<ProcessResult>()

    private let timeout: Duration
    private let outputLimit: Int
    private let isCancelled = Atomic(false)

    init(timeout: Duration, outputLimit: Int) {
        self.timeout = timeout
        self.outputLimit = outputLimit
    }

    /// Has the thread end the process; the caller has its answer already.
    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Runs the command to its end and delivers the answer.
    func run(shellCommand: String, environment: [String: String]) {
        let deadline = ContinuousClock.now + timeout
        let spawned: SpawnedProcess
        do {
            spawned = try SpawnedProcess(shellCommand: shellCommand, environment: environment)
        } catch {
            answer.finish(.failure(error))
            return
        }
        do {
            answer.finish(.success(try follow(spawned, until: deadline)))
        } catch {
            let process = spawned.process
            _ = kill(-process, SIGTERM)
            awaitEnd(of: process, until: ContinuousClock.now + ChildProcess.grace)
            // Before the leader is reaped: until then its number, and with it the group's, belongs to nobody else.
            _ = kill(-process, SIGKILL)
            answer.finish(.failure(error))
            spawned.reap()
        }
        spawned.closeOutput()
    }

    private func follow(_ spawned: SpawnedProcess, until deadline: ContinuousClock.Instant) throws -> ProcessResult {
        var output: [UInt8] = []
        var isOpen = true
        while true {
            if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
            guard ContinuousClock.now < deadline else {
                throw CredentialsError(.timedOut, "A credential process did not end within \(timeout).")
            }
            // Asked before the pipe is emptied: what was written before the end is then certain to be read.
            let state = spawned.state()
            if isOpen { isOpen = try spawned.read(into: &output, wait: state == .running ? ChildProcess.turn : 0) }
            guard output.count <= outputLimit else {
                throw CredentialsError(.processFailed, "A credential process wrote more than \(outputLimit) bytes.")
            }
            switch state {
            case .ended(let ending):
                if !isOpen || !spawned.hasOutput() { return ProcessResult(ending: ending, output: output) }
            case .stopped:
                throw CredentialsError(
                    .processFailed,
                    "A credential process stopped, as one does that wants to read from the terminal.",
                    remedy: "Use a command that asks nothing, or run it by hand first."
                )
            case .running:
                if !isOpen { _ = poll(nil, 0, ChildProcess.turn) }
            }
        }
    }

    private func awaitEnd(of process: pid_t, until deadline: ContinuousClock.Instant) {
        while ContinuousClock.now < deadline {
            var information = unsafe siginfo_t()
            // Looks without reaping.
            let result = unsafe waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
            if unsafe result != 0 || information.si_signo != 0 { return }
            _ = poll(nil, 0, 5)
        }
    }
}
