/// How a child process ended and what it printed.
package struct ProcessResult: Sendable, Equatable {
    /// How a process ended.
    package enum Ending: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
    }

    /// How it ended.
    package var ending: Ending
    /// What it wrote to standard output.
    package var output: [UInt8]

    /// Creates a result.
    package init(ending: Ending, output: [UInt8]) {
        self.ending = ending
        self.output = output
    }
}

/// Child processes as `credential_process` needs them.
package protocol ProcessRunner: Sendable {
    /// Runs a command by `/bin/sh -c` with standard input closed and standard error passed through.
    ///
    /// The process group is killed when `timeout` runs out, when it writes more than `outputLimit` bytes, or when the
    /// task is cancelled.
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/processFailed`` or
    ///   ``CredentialsError/Code/timedOut``, or `CancellationError`. No error repeats the command or its output: both
    ///   may hold secrets.
    func run(
        shellCommand: String,
        environment: [String: String],
        timeout: Duration,
        outputLimit: Int
    ) async throws -> ProcessResult
}

/// The person at the terminal.
package protocol Terminal: Sendable {
    /// Asks on `/dev/tty` (never standard input or output) and returns the line typed, without echo.
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/loginRequired`` where there is no terminal,
    ///   or `CancellationError`.
    func ask(_ prompt: String) async throws -> String
}
