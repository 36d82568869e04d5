import AuroraDSQLCredentials
package import Foundation
import Synchronization

/// A program that was started and may still run.
///
/// ```swift
/// let process = try Command("/bin/sleep", ["60"]).start()
/// process.send(SIGTERM)
/// #expect(await process.outcome().signal == SIGTERM)
/// ```
package final class RunningProcess: Sendable {
    private struct State {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var outcome: ProcessOutcome?
        var isReaped = false
        var waiting: [CheckedContinuation<ProcessOutcome, Never>] = []
    }

    /// The program's process ID.
    package let pid: pid_t
    private let state = Mutex(State())

    init(pid: pid_t) { self.pid = pid }

    /// Sends a signal to the program, or to its whole process group; nothing happens once it has ended.
    package func send(_ signal: Int32, toGroup: Bool = false) {
        // Under the lock the process has not been waited for, so its number cannot be somebody else's.
        state.withLock { state in
            if !state.isReaped { kill(toGroup ? -pid : pid, signal) }
        }
    }

    /// What the program has written to standard output so far.
    package var output: [UInt8] { state.withLock { $0.output } }
    /// What the program has written to standard error so far.
    package var errors: [UInt8] { state.withLock { $0.errors } }

    /// Waits until the program's output holds a text; `false` when it ended without.
    package func waitForOutput(_ text: String) async throws -> Bool {
        let wanted = Array(text.utf8)
        while true {
            let (found, ended) = state.withLock { state in
                (state.output.firstRange(of: wanted) != nil, state.outcome != nil)
            }
            if found || ended { return found }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Waits for the program's end.
    package func outcome() async -> ProcessOutcome {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state in
                if state.outcome == nil { state.waiting.append(continuation) }
                return state.outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    func received(output: [UInt8], errors: [UInt8]) {
        state.withLock { state in
            state.output += output
            state.errors += errors
        }
    }

    /// Whether the program has ended; takes its status, after which its process ID may be reused.
    func reap() -> ProcessResult.Ending? {
        state.withLock { state in
            var status: Int32 = 0
            guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return nil }
            state.isReaped = true
            let signal = status & 0x7F
            return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
        }
    }

    func ended(_ ending: ProcessResult.Ending, timedOut: Bool) {
        let (outcome, waiting) = state.withLock { state in
            let outcome = ProcessOutcome(
                ending: ending,
                timedOut: timedOut,
                output: state.output,
                errors: state.errors
            )
            state.outcome = outcome
            defer { state.waiting = [] }
            return (outcome, state.waiting)
        }
        waiting.forEach { $0.resume(returning: outcome) }
    }
}
