import Foundation
import Synchronization

/// A program to run, with exactly the environment that is given.
///
/// ```swift
/// let outcome = try await Command("/bin/cat", ["-n"], input: Array("a line\n".utf8)).run()
/// #expect(outcome.exitStatus == 0)
/// ```
///
/// The program leads a session of its own, with no signal blocked or ignored, so that nothing of the test runner's
/// surroundings reaches it. Its pipes are emptied while it runs, whatever it writes.
package struct Command: Sendable {
    /// What standard input, output and error are.
    package enum Streams: Sendable {
        /// A pipe each.
        case pipes
        /// One terminal for all three, which also is `/dev/tty`; what is written to it arrives as output.
        case terminal
    }

    /// The program's path; `PATH` is not searched.
    package var executable: String
    /// The arguments after the program's name.
    package var arguments: [RawText]
    /// The whole environment: nothing is inherited.
    package var environment: [String: String]
    /// Further environment entries (`NAME=value`), after those above, as they are.
    package var rawEnvironment: [RawText]
    /// What standard input holds; at its end it is closed (a terminal stays open).
    package var input: [UInt8]
    /// What the standard streams are.
    package var streams: Streams
    /// Where the program runs; by default where the test runs.
    package var workingDirectory: String?
    /// After this the program's process group is killed.
    package var timeout: Duration

    private static let oneAtATime = Mutex(())

    /// Creates a command.
    package init(
        _ executable: String,
        _ arguments: [RawText] = [],
        environment: [String: String] = [:],
        rawEnvironment: [RawText] = [],
        input: [UInt8] = [],
        streams: Streams = .pipes,
        workingDirectory: String? = nil,
        timeout: Duration = .seconds(120)
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.rawEnvironment = rawEnvironment
        self.input = input
        self.streams = streams
        self.workingDirectory = workingDirectory
        self.timeout = timeout
    }

    /// Runs the program to its end; when the task is cancelled, the program is killed.
    package func run() async throws -> ProcessOutcome {
        let process = try start()
        return await withTaskCancellationHandler {
            await process.outcome()
        } onCancel: {
            process.send(SIGKILL)
        }
    }

    /// Starts the program.
    ///
    /// - Throws: ``SystemError`` when it cannot be started.
    package func start() throws -> RunningProcess {
        // One at a time: an end that is not yet close-on-exec must not slip into another program.
        let (channels, pid) = try Self.oneAtATime.withLock { _ in
            let channels = try ProcessChannels(streams)
            return (channels, try ProcessSpawner(self, channels).spawn())
        }
        let process = RunningProcess(pid: pid)
        let pump = ProcessPump(process: process, channels: channels, input: input, timeout: timeout)
        Thread.detachNewThread { pump.run() }
        return process
    }
}
