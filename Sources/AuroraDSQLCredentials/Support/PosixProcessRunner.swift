#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Child processes of the operating system, each watched by a thread of its own.
///
/// ```swift
/// let result = try await PosixProcessRunner().run(
///     shellCommand: "printf hello", environment: [:], timeout: .seconds(5), outputLimit: 1_024
/// )
/// ```
///
/// The child leads a process group of its own, so that whatever it started can be ended with it: `SIGTERM`, and
/// `SIGKILL` a quarter of a second later. It inherits standard error and no other descriptor. A process that the shell
/// left behind in good order lives on; its output counts only until the shell ends. In its own group the child cannot
/// read from the terminal: the system stops it when it tries, which is reported as an error.
package struct PosixProcessRunner: ProcessRunner {
    /// Creates a runner.
    package init() {}

    /// Runs a command by `/bin/sh -c`.
    package func run(
        shellCommand: String,
        environment: [String: String],
        timeout: Duration,
        outputLimit: Int
    ) async throws -> ProcessResult {
        try Task.checkCancellation()
        let child = ChildProcess(timeout: timeout, outputLimit: outputLimit)
        let isStarted = DetachedThread.start { child.run(shellCommand: shellCommand, environment: environment) }
        guard isStarted else {
            throw CredentialsError(.processFailed, "The system refused a thread for a credential process.")
        }
        return try await child.answer.value(onCancel: { child.cancel() })
    }
}
