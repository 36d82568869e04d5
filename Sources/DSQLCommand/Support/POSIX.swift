#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The system calls of the tool, each as a function over Swift values: only its files import the C library.
enum POSIX {
    /// The number of a failed call and what the system says about it.
    struct Failure: Error, Equatable {
        let code: Int32

        static let notFound = Failure(code: ENOENT)
        static let notAllowed = Failure(code: EACCES)
        static let tooLong = Failure(code: E2BIG)

        var text: String { unsafe String(cString: strerror(code)) }
    }

    /// An environment variable as it stands: unset, text, or bytes that are no text.
    enum Variable: Equatable {
        case unset, notText
        case text(String)
    }

    static func variable(_ name: String) -> Variable {
        guard let value = unsafe getenv(name) else { return .unset }
        return unsafe String(validatingCString: value).map { .text($0) } ?? .notText
    }

    /// The value of a variable, repaired where it is not UTF-8.
    static func repairedVariable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// All variables, repaired where they are not UTF-8.
    static func repairedEnvironment() -> [String: String] {
        var all: [String: String] = [:]
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let text = unsafe String(cString: entry)
            if let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")), sign != text.startIndex {
                let name = String(text[..<sign])
                // The first of two entries is what getenv answers.
                if all[name] == nil { all[name] = String(text[text.utf8.index(after: sign)...]) }
            }
            unsafe next += 1
        }
        return all
    }

    static func setVariable(_ name: String, _ value: String) throws(Failure) {
        if unsafe setenv(name, value, 1) != 0 { throw Failure(code: errno) }
    }

    static func unsetVariable(_ name: String) throws(Failure) {
        if unsafe unsetenv(name) != 0 { throw Failure(code: errno) }
    }

    /// Whether a path is a regular file, or a link to one, that can be opened for reading.
    static func isReadableFile(_ path: String) -> Bool {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
        return unsafe access(path, R_OK) == 0
    }

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Holds the places of standard streams that are closed, so that no file opened later gets their numbers.
    ///
    /// Each is opened the wrong way round, so that using it still fails, and is closed again by an exec.
    static func guardStandardStreams() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
            let opened = unsafe open("/dev/null", (descriptor == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC)
            if opened >= 0, opened != descriptor { close(opened) }
        }
    }

    /// Writes all bytes; a closed pipe is a failure, not the end of the process.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        let handler = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, handler) }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes { rest in
                unsafe systemWrite(descriptor, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                waitUntilWritable(descriptor)
            } else if errno != EINTR {
                throw Failure(code: errno)
            }
        }
    }

    /// Reads to the end, or until there are more than `limit` bytes.
    static func readAll(_ descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while all.count <= limit {
            let count = unsafe systemRead(descriptor, &chunk, chunk.count)
            if count == 0 { break }
            if count > 0 {
                all += chunk.prefix(count)
            } else if errno != EINTR {
                throw Failure(code: errno)
            }
        }
        return all
    }

    /// A pipe that no child inherits: the end to read from and the end to write to.
    static func makePipe() throws(Failure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw Failure(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    static func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

    /// What an exec hands on of signals: which are ignored, and which are blocked.
    struct SignalState {
        private var ignored: [Int32] = []
        private(set) var blocked = sigset_t()

        /// Takes down this thread's state.
        init() {
            for number in Int32(1)...64 {
                var action = sigaction()
                guard unsafe sigaction(number, nil, &action) == 0 else { continue }
                let handler = unsafe action.__sigaction_handler.sa_handler
                if unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                    ignored.append(number)
                }
            }
            unsafe pthread_sigmask(SIG_SETMASK, nil, &blocked)
        }

        /// The signals that are not ignored.
        var defaults: sigset_t {
            var all = sigset_t()
            unsafe sigfillset(&all)
            for number in ignored { unsafe sigdelset(&all, number) }
            return all
        }

        /// Puts it back, whatever a library has changed since.
        func restore() {
            for number in Int32(1)...64 { signal(number, ignored.contains(number) ? SIG_IGN : SIG_DFL) }
            var blocked = blocked
            unsafe pthread_sigmask(SIG_SETMASK, &blocked, nil)
        }
    }

    /// Becomes another program; returns only when that is not possible.
    ///
    /// `arguments` end with a null pointer. The name is looked for in `PATH` unless it holds a slash.
    static func become(_ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Failure {
        guard let name = unsafe arguments[0] else { return .notFound }
        unsafe execvp(name, arguments)
        return Failure(code: errno)
    }

    static func end(_ status: Int32) -> Never { exit(status) }

    private static func waitUntilWritable(_ descriptor: Int32) {
        var watched = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&watched, 1, -1)
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            unsafe Musl.write(descriptor, bytes, count)
        #else
            unsafe Darwin.write(descriptor, bytes, count)
        #endif
    }

    private static func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
        unsafe read(descriptor, bytes, count)
    }
}
