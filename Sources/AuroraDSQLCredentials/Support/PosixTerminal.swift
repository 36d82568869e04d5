import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The terminal of this process, `/dev/tty`.
///
/// ```swift
/// let code = try await PosixTerminal().ask("MFA code: ")
/// ```
///
/// What is typed is not shown. The keys that interrupt, quit and suspend are read as bytes, so that the terminal is
/// put back before they take effect; a cancellation puts it back too. One question is asked at a time.
package struct PosixTerminal: Terminal {
    private static let turn = Mutex(())

    private let path: String
    private let raiseSignal: @Sendable (Int32) -> Void

    /// Creates the terminal of this process.
    package init() {
        self.init(path: "/dev/tty", raiseSignal: { _ = kill(getpid(), $0) })
    }

    /// Creates a terminal from the device's path and what sends a signal to this process.
    package init(path: String, raiseSignal: @escaping @Sendable (Int32) -> Void) {
        self.path = path
        self.raiseSignal = raiseSignal
    }

    /// Asks a question and returns the line typed.
    package func ask(_ prompt: String) async throws -> String {
        try Task.checkCancellation()
        let answer = OneShot<String>()
        let isStarted = DetachedThread.start {
            PosixTerminal.turn.withLock { _ in
                guard !answer.isFinished else { return }
                let result = Result { try self.converse(prompt, isWanted: { !answer.isFinished }) }
                answer.finish(result)
            }
        }
        guard isStarted else {
            throw CredentialsError(.loginRequired, "The system refused a thread for the terminal.")
        }
        return try await answer.value(onCancel: {})
    }

    private func converse(_ prompt: String, isWanted: () -> Bool) throws -> String {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw unavailable() }
        defer { close(descriptor) }
        var before = termios()
        guard unsafe tcgetattr(descriptor, &before) == 0 else { throw unavailable() }
        // The prompt may name what a file said; nothing in it is to steer the terminal.
        let shown = String(
            String.UnicodeScalarView(prompt.unicodeScalars.filter { $0.properties.generalCategory != .control })
        )
        while true {
            switch try readLine(descriptor, prompt: shown, before: before, isWanted: isWanted) {
            case .line(let text): return text
            case .signal(let number):
                raiseSignal(number)
                // Whoever was only suspended is asked again.
                guard number == SIGTSTP else { throw CancellationError() }
            }
        }
    }

    private func readLine(
        _ descriptor: Int32,
        prompt: String,
        before: termios,
        isWanted: () -> Bool
    ) throws -> TypedLine.End {
        var raw = before
        raw.c_lflag &= ~tcflag_t(ECHO | ECHOE | ECHOK | ECHONL | ICANON | ISIG)
        // Flushing drops what was typed before the question.
        guard unsafe tcsetattr(descriptor, TCSAFLUSH, &raw) == 0 else { throw unavailable() }
        defer {
            var before = before
            unsafe tcsetattr(descriptor, TCSAFLUSH, &before)
            PosixTerminal.show("\n", descriptor)
        }
        PosixTerminal.show(prompt, descriptor)
        var line = TypedLine()
        while isWanted() {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&entry, 1, 20) > 0 else { continue }
            var byte: UInt8 = 0
            switch unsafe read(descriptor, &byte, 1) {
            case 1: if let end = try line.take(byte) { return end }
            case -1 where errno == EINTR || errno == EAGAIN: continue
            // Zero is a terminal that hung up; EIO one that belongs to another process group.
            default: throw unavailable()
            }
        }
        throw CancellationError()
    }

    private func unavailable() -> CredentialsError {
        CredentialsError(
            .loginRequired,
            "There is no terminal to ask on.",
            remedy: "Run this once in a terminal, or use a profile that needs no code."
        )
    }

    private static func show(_ text: String, _ descriptor: Int32) {
        let bytes = Array(text.utf8)
        unsafe _ = bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
}
