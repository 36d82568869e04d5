import Foundation
import Glibc
import Synchronization

/// Waits for one process on a thread of its own, since that wait blocks, and tells whoever asks.
package final class ProcessMonitor: Sendable {
    private struct State {
        var status: ChildProcess.Status?
        var waiters: [CheckedContinuation<ChildProcess.Status, Never>] = []
    }

    private let state = Mutex(State())
    private let process: ChildProcess

    package init(_ process: ChildProcess) {
        self.process = process
        Thread.detachNewThread {
            var raw: Int32 = 0
            while unsafe waitpid(process.processID, &raw, 0) < 0, errno == EINTR {}
            let signal = raw & 0x7f
            self.finish(signal == 0 ? .exited((raw >> 8) & 0xff) : .signaled(signal))
        }
    }

    /// The status of a process that has ended.
    package var current: ChildProcess.Status? { state.withLock(\.status) }

    package func status() async -> ChildProcess.Status {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.status == nil { state.waiters.append(continuation) }
                return state.status
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Sends a signal unless the process has ended: its number may be another's by then.
    package func send(_ signal: Int32) {
        state.withLock { if $0.status == nil { kill(process.processID, signal) } }
    }

    private func finish(_ status: ChildProcess.Status) {
        let waiters = state.withLock { state in
            state.status = status
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: status) }
    }
}
