import AuroraDSQLCredentials
import Foundation

/// The thread that feeds a program, empties its pipes, watches the time and takes its exit status.
struct ProcessPump: Sendable {
    private let process: RunningProcess
    private let inputEnd: Int32
    private let outputEnd: Int32
    private let errorEnd: Int32?
    private let isTerminal: Bool
    private let input: [UInt8]
    private let timeout: Duration

    init(process: RunningProcess, channels: ProcessChannels, input: [UInt8], timeout: Duration) {
        self.process = process
        self.inputEnd = channels.input
        self.outputEnd = channels.output
        self.errorEnd = channels.errors
        self.isTerminal = channels.isTerminal
        self.input = input
        self.timeout = timeout
    }

    func run() {
        // A program may close its input early: that is EPIPE for this thread, not the end of the test run.
        var pipeSignal = sigset_t()
        unsafe sigemptyset(&pipeSignal)
        unsafe sigaddset(&pipeSignal, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)

        let end = ContinuousClock.now + timeout
        var rest = input[...]
        var inputIsOpen = true
        var timedOut = false
        while true {
            let ending = process.reap()
            if inputIsOpen { inputIsOpen = feed(&rest) }
            let output = drain(outputEnd)
            let errors = errorEnd.map(drain) ?? []
            process.received(output: output, errors: errors)
            if let ending {
                close(outputEnd)
                if let errorEnd { close(errorEnd) }
                if inputIsOpen, !isTerminal { close(inputEnd) }
                process.ended(ending, timedOut: timedOut)
                return
            }
            if !timedOut, ContinuousClock.now > end {
                timedOut = true
                process.send(SIGKILL, toGroup: true)
            }
            if output.isEmpty, errors.isEmpty { wait(forInput: inputIsOpen && !rest.isEmpty) }
        }
    }

    /// Writes what the program will take, and closes its input after the last byte; `false` once it is closed.
    private func feed(_ rest: inout ArraySlice<UInt8>) -> Bool {
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(inputEnd, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count < 0, errno == EAGAIN || errno == EINTR {
                return true
            } else {
                break
            }
        }
        if isTerminal { return true }
        close(inputEnd)
        return false
    }

    private func drain(_ end: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        // Bounded, so that a program that never stops writing cannot keep the clock from being looked at.
        for _ in 0..<64 {
            let count = unsafe read(end, &chunk, chunk.count)
            guard count > 0 else { break }
            all += chunk.prefix(count)
        }
        return all
    }

    /// Sleeps until something moves, and a moment at most: a program may end while its own child keeps the pipes open.
    private func wait(forInput: Bool) {
        var watched = [pollfd(fd: outputEnd, events: Int16(POLLIN), revents: 0)]
        if let errorEnd { watched.append(pollfd(fd: errorEnd, events: Int16(POLLIN), revents: 0)) }
        if forInput { watched.append(pollfd(fd: inputEnd, events: Int16(POLLOUT), revents: 0)) }
        unsafe poll(&watched, nfds_t(watched.count), 5)
        // An end that was closed wakes poll at once, every time: then the pause is a plain one.
        if watched.contains(where: { $0.revents & Int16(POLLHUP | POLLERR) != 0 }) { usleep(2_000) }
    }
}
