#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A shell that was started in a process group of its own, and the reading end of its standard output.
final class SpawnedProcess {
    /// What the process is doing.
    enum State: Equatable {
        case running
        case stopped
        case ended(ProcessResult.Ending)
    }

    let process: pid_t
    private let output: Int32
    private var chunk = [UInt8](repeating: 0, count: 65_536)
    private var ending: ProcessResult.Ending?

    /// Starts `/bin/sh -c`.
    init(shellCommand: String, environment: [String: String]) throws(CredentialsError) {
        guard !shellCommand.utf8.contains(0) else {
            throw CredentialsError(.invalidConfiguration, "The command of a credential process holds a NUL byte.")
        }
        let (reading, writing) = try SpawnedProcess.makePipe()
        defer { close(writing) }
        var process: pid_t = 0
        let status = SpawnedProcess.spawn(&process, shellCommand, environment, output: writing)
        guard status == 0 else {
            close(reading)
            let reason = unsafe String(cString: strerror(status))
            throw CredentialsError(.processFailed, "A credential process could not be started: \(reason).")
        }
        self.process = process
        output = reading
    }

    /// What the process is doing now; the one that ended is reaped.
    func state() -> State {
        if let ending { return .ended(ending) }
        var status: Int32 = 0
        guard unsafe waitpid(process, &status, WNOHANG | WUNTRACED) == process else { return .running }
        if status & 0xFF == 0x7F { return .stopped }
        let ended = SpawnedProcess.ending(status)
        ending = ended
        return .ended(ended)
    }

    /// Waits for the end of a process that was killed.
    func reap() {
        guard ending == nil else { return }
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
        ending = SpawnedProcess.ending(status)
    }

    /// Reads what is there, waiting up to `wait` milliseconds for it; false at the end of the output.
    func read(into bytes: inout [UInt8], wait: Int32) throws(CredentialsError) -> Bool {
        guard hasOutput(within: wait) else { return true }
        let count = unsafe chunk.withUnsafeMutableBytes { unsafe Self.readOnce(output, $0) }
        guard count >= 0 || errno == EINTR || errno == EAGAIN else {
            throw CredentialsError(.processFailed, "The output of a credential process could not be read.")
        }
        bytes += chunk[..<max(0, count)]
        return count != 0
    }

    /// Whether there is output, or its end, to be read.
    func hasOutput(within milliseconds: Int32 = 0) -> Bool {
        var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, milliseconds) > 0
    }

    /// Closes the reading end.
    func closeOutput() { close(output) }

    private static func readOnce(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    /// The macros of `wait.h`, which Swift does not see.
    private static func ending(_ status: Int32) -> ProcessResult.Ending {
        status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }

    private static func makePipe() throws(CredentialsError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        // Not `pipe2`, which glibc hides from Swift: a child started between the two calls by other code would only hold
        // an end that nobody waits for.
        let status = unsafe pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        guard status == 0 else {
            throw CredentialsError(.processFailed, "The system refused a pipe for a credential process.")
        }
        return (ends[0], ends[1])
    }

    private static func spawn(
        _ process: inout pid_t,
        _ shellCommand: String,
        _ environment: [String: String],
        output: Int32
    ) -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = unsafe posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        // In this order: the pipe may have the number of a standard descriptor that was closed.
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        #if canImport(Darwin)
            unsafe posix_spawn_file_actions_addinherit_np(&actions, 2)
            flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #else
            unsafe addCloseFrom(&actions)
        #endif
        // The thread blocks all signals and the program may ignore some: the child begins as from a shell.
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe sigdelset(&all, SIGKILL)
        unsafe sigdelset(&all, SIGSTOP)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let words = ["/bin/sh", "-c", shellCommand]
        // A variable with a NUL byte cannot be passed on, and cannot have come from an environment.
        let variables = environment.map { "\($0)=\($1)" }.filter { !$0.utf8.contains(0) }
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        let pairs = unsafe variables.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe arguments.forEach { unsafe free($0) }
            unsafe pairs.forEach { unsafe free($0) }
        }
        return unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, pairs)
    }

    #if !canImport(Darwin)
        /// Keeps here whatever a C library opened without close-on-exec; glibc has this since 2.34 and hides it from Swift.
        private static func addCloseFrom(_ actions: inout posix_spawn_file_actions_t) {
            typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
            guard let symbol = unsafe dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { return }
            let function = unsafe unsafeBitCast(symbol, to: Function.self)
            _ = unsafe function(&actions, 3)
        }
    #endif
}
