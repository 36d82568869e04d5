#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension POSIX {
    /// How a child ended.
    enum Ending: Equatable {
        case exited(Int32)
        case killed(Int32)
    }

    /// What a child is doing.
    enum ChildState: Equatable {
        case running, stopped
        case ended(Ending)
    }

    /// A signal that has come.
    struct Signal {
        static let child = SIGCHLD

        let number: Int32
        /// Whether the kernel sent it, and not a process.
        let isFromKernel: Bool

        /// Whether the command has to be told.
        ///
        /// What the terminal sends goes to the whole process group, in which the command is; a hang-up does not always.
        var isForCommand: Bool {
            !isFromKernel || ![SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGWINCH].contains(number)
        }
    }

    /// Blocks all signals, which then wait for ``nextSignal()``.
    static func blockAllSignals() {
        // A parent that ignores this signal never hears how its child ended.
        signal(SIGCHLD, SIG_DFL)
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, nil)
    }

    /// Waits for a signal.
    static func nextSignal() -> Signal {
        var all = sigset_t()
        unsafe sigfillset(&all)
        #if canImport(Darwin)
            var number: Int32 = 0
            while unsafe sigwait(&all, &number) != 0 {}
            return Signal(number: number, isFromKernel: false)
        #else
            while true {
                var information = unsafe siginfo_t()
                let number = unsafe sigwaitinfo(&all, &information)
                // 0x80 is the kernel's own mark (SI_KERNEL), which Swift does not see.
                if number > 0 { return unsafe Signal(number: number, isFromKernel: information.si_code == 0x80) }
            }
        #endif
    }

    /// Sends a signal to a process.
    static func send(_ number: Int32, to process: Int32) { kill(process, number) }

    /// Stops this process until it is continued.
    static func stopSelf() { kill(getpid(), SIGSTOP) }

    /// What a child is doing; one that has ended is waited for.
    static func state(of child: Int32) -> ChildState {
        var status: Int32 = 0
        guard unsafe waitpid(child, &status, WNOHANG | WUNTRACED) == child else { return .running }
        // The macros of wait.h, which Swift does not see.
        if status & 0xFF == 0x7F { return .stopped }
        return .ended(status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(status & 0x7F))
    }

    /// Ends this process as a child ended: with its status, or by its signal, which a shell shows as 128 and the number.
    ///
    /// A shell's loop and a service manager tell a signal from a status; a number above 128 would pass for a failure.
    static func end(as ending: Ending) -> Never {
        switch ending {
        case .exited(let status): end(status)
        case .killed(let number):
            // One dump is the command's own.
            var none = rlimit()
            unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
            signal(number, SIG_DFL)
            var only = sigset_t()
            unsafe sigemptyset(&only)
            unsafe sigaddset(&only, number)
            kill(getpid(), number)
            unsafe pthread_sigmask(SIG_UNBLOCK, &only, nil)
            // Still here: the first process of a container is not ended by signals.
            end(128 + number)
        }
    }

    /// Starts a program in this process group.
    ///
    /// - Parameters:
    ///   - arguments: Its words, ended by a null pointer; the first is looked for in `PATH` unless it holds a slash.
    ///   - environment: Its environment's entries.
    ///   - signals: Which signals it ignores and blocks.
    static func start(
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
        environment: [[UInt8]],
        signals: SignalState
    ) throws(Failure) -> Int32 {
        guard let name = unsafe arguments[0] else { throw .notFound }
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var blocked = signals.blocked
        var defaults = signals.defaults
        unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var process: pid_t = 0
        let code = unsafe withCStrings(environment) { environment in
            let code = unsafe posix_spawnp(&process, name, nil, &attributes, arguments, environment)
            guard code == ENOEXEC else { return code }
            // A script without an interpreter is the shell's, as with execvp.
            return unsafe withShellWords(arguments) { words in
                unsafe posix_spawn(&process, "/bin/sh", nil, &attributes, words, environment)
            }
        }
        guard code == 0 else { throw Failure(code: code) }
        return process
    }

    /// Lends the words of a shell that becomes a program.
    private static func withShellWords(
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>,
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        unsafe withCStrings(["sh", "-c", "exec \"$0\" \"$@\""].map { Array($0.utf8) }) { shell in
            var words = unsafe [shell[0], shell[1], shell[2]]
            var next = unsafe arguments
            while let word = unsafe next.pointee {
                unsafe words.append(word)
                unsafe next += 1
            }
            unsafe words.append(nil)
            return unsafe body(&words)
        }
    }

    /// Lends texts as an array of C strings that a null pointer ends.
    private static func withCStrings<Value>(
        _ texts: [[UInt8]],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { text in
            let characters = text.map { CChar(bitPattern: $0) } + [0]
            return unsafe strdup(characters)
        }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(&pointers)
    }
}
