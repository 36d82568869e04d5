/// The command line as the system handed it over, before anything was decoded.
struct ProcessArguments {
    /// The words after the program's name; what is not UTF-8 is repaired, which `exec` never passes on.
    let words: [String]
    /// The first word that is not UTF-8 and belongs to the tool, counted from 1.
    let firstBrokenWord: Int?

    /// Reads this process's command line.
    static var process: ProcessArguments {
        let count = Int(CommandLine.argc)
        var words: [String] = []
        var broken: Int?
        var isCommand = false
        words.reserveCapacity(count)
        for index in 1..<max(count, 1) {
            guard let bytes = unsafe CommandLine.unsafeArgv[index] else { break }
            let text = unsafe String(validatingCString: bytes)
            // Behind `--` stands somebody else's command, whose bytes are its own business.
            if text == nil, !isCommand, broken == nil { broken = index }
            if text == "--" { isCommand = true }
            unsafe words.append(text ?? String(cString: bytes))
        }
        return ProcessArguments(words: words, firstBrokenWord: broken)
    }

    /// Becomes the program named by the last words of the command line, byte for byte as they were given.
    static func become(lastWords count: Int) -> POSIX.Failure {
        let first = Int(CommandLine.argc) - count
        guard count > 0, first > 0 else { return .notFound }
        return unsafe POSIX.become(CommandLine.unsafeArgv + first)
    }

    /// Starts the program named by the last words of the command line, byte for byte as they were given.
    static func start(
        lastWords count: Int,
        environment: [[UInt8]],
        signals: POSIX.SignalState
    ) throws(POSIX.Failure) -> Int32 {
        let first = Int(CommandLine.argc) - count
        guard count > 0, first > 0 else { throw .notFound }
        return try unsafe POSIX.start(CommandLine.unsafeArgv + first, environment: environment, signals: signals)
    }
}
