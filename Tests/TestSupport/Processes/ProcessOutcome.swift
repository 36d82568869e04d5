package import AuroraDSQLCredentials

/// How a program ended, and all it wrote.
package struct ProcessOutcome: Sendable {
    /// How it ended.
    package var ending: ProcessResult.Ending
    /// Whether the time limit ended it.
    package var timedOut: Bool
    /// What it wrote to standard output (or to its terminal).
    package var output: [UInt8]
    /// What it wrote to standard error.
    package var errors: [UInt8]

    /// The exit status; `nil` when a signal ended the program.
    package var exitStatus: Int32? {
        if case .exited(let status) = ending { status } else { nil }
    }

    /// The signal that ended the program, if one did.
    package var signal: Int32? {
        if case .signalled(let signal) = ending { signal } else { nil }
    }

    /// Standard output as text.
    package var outputText: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
}
