import Foundation
import Glibc

/// A process started by this one.
///
/// Foundation's own puts each child in a process group of its own, which takes the terminal away from a command
/// that is to use it; hence posix_spawn.
package struct ChildProcess: Sendable {
    package enum Status: Sendable, Equatable {
        case exited(Int32)
        case signaled(Int32)

        /// As a shell reports it.
        package var exitCode: Int32 {
            switch self {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        }
    }

    package let processID: Int32

    /// - Parameters:
    ///   - executable: a path, or a name to look up in PATH.
    ///   - environment: `NAME=value` texts; all of it.
    ///   - descriptors: what becomes the child's 0, 1, 2; nil leaves this process's own.
    ///   - ownGroup: keeps the terminal's signals from the child.
    package static func spawn(
        _ executable: String,
        _ arguments: [String],
        environment: [String],
        descriptors: [Int32?] = [],
        ownGroup: Bool = false
    ) throws(LocalClusterError) -> ChildProcess {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        for case (let target, let source?) in zip(Int32(0)..., descriptors) {
            unsafe posix_spawn_file_actions_adddup2(&actions, source, target)
        }
        // What is ignored or blocked here would stay so in the child.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGQUIT] { unsafe sigaddset(&signals, signal) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        var flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        if ownGroup { flags |= POSIX_SPAWN_SETPGROUP }
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        var processID: pid_t = 0
        let code = unsafe withCStrings([executable] + arguments) { argv in
            unsafe withCStrings(environment) { envp in
                unsafe posix_spawnp(&processID, executable, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else {
            throw LocalClusterError(
                .processFailed,
                "\(executable) cannot be started: \(errorText(code)).",
                cause: POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL)
            )
        }
        return ChildProcess(processID: processID)
    }

    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(&pointers)
    }

    private static func errorText(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
