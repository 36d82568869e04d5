package import AuroraDSQLCredentials
import Synchronization

/// Runs no process: gives the prepared result of each expected command, in order.
package final class ScriptedProcessRunner: ProcessRunner {
    /// A command and what comes of it.
    package struct Step: Sendable {
        package var command: String
        package var result: Result<ProcessResult, CredentialsError>

        /// Creates a step.
        package init(command: String, result: Result<ProcessResult, CredentialsError>) {
            self.command = command
            self.result = result
        }
    }

    private let steps: Mutex<[Step]>
    private let faults = Mutex<[String]>([])

    /// Creates a runner.
    package init(_ steps: [Step] = []) { self.steps = Mutex(steps) }

    /// What went otherwise than prepared, with commands that were never run.
    package var deviations: [String] {
        faults.withLock { $0 } + steps.withLock { $0.map { "never run: \($0.command)" } }
    }

    package func run(
        shellCommand: String,
        environment: [String: String],
        timeout: Duration,
        outputLimit: Int
    ) async throws -> ProcessResult {
        let step = steps.withLock { steps -> Step? in steps.isEmpty ? nil : steps.removeFirst() }
        guard let step, step.command == shellCommand else {
            faults.withLock { $0.append("not expected: \(shellCommand)") }
            throw CredentialsError(.processFailed, "The command was not expected.")
        }
        let result = try step.result.get()
        guard result.output.count <= outputLimit else {
            throw CredentialsError(.processFailed, "The command wrote too much.")
        }
        return result
    }
}
