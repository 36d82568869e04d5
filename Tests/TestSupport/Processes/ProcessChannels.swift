import Foundation

/// The ends of a program's standard streams.
struct ProcessChannels {
    /// The program's ends, for 0, 1 and 2; closed once it has started.
    let child: [Int32]
    /// Where its input goes.
    let input: Int32
    /// Where its output comes from, and its errors (`nil` with a terminal).
    let output: Int32
    let errors: Int32?
    /// Whether `input` and `output` are one terminal.
    let isTerminal: Bool

    init(_ streams: Command.Streams) throws {
        switch streams {
        case .pipes:
            let (input, output, errors) = try (Self.pipe(), Self.pipe(), Self.pipe())
            child = [input.read, output.write, errors.write]
            self.input = input.write
            self.output = output.read
            self.errors = errors.read
            isTerminal = false
        case .terminal:
            var main: Int32 = -1
            var other: Int32 = -1
            guard unsafe openpty(&main, &other, nil, nil, nil) == 0 else { throw SystemError("openpty") }
            child = [other]
            input = main
            output = main
            errors = nil
            isTerminal = true
        }
        for end in child + [input, output, errors ?? output] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A program that does not read must not stop the one thread that serves it.
        for end in [input, output, errors ?? output] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe Foundation.pipe(&ends) == 0 else { throw SystemError("pipe") }
        return (ends[0], ends[1])
    }
}
