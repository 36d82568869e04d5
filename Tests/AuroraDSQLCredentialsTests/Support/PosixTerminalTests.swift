import AuroraDSQLCredentials
import Synchronization
import TestSupport
import Testing

@Suite struct PosixTerminalTests {
    /// Remembers the signals that the program would have been sent.
    final class Signals: Sendable {
        private let numbers = Mutex<[Int32]>([])
        var all: [Int32] { numbers.withLock { $0 } }
        func add(_ number: Int32) { numbers.withLock { $0.append(number) } }
    }

    let signals = Signals()

    func ask(_ terminal: PseudoTerminal, _ prompt: String = "Code: ") async throws -> String {
        try await PosixTerminal(path: terminal.path, raiseSignal: { [signals] in signals.add($0) }).ask(prompt)
    }

    @Test(arguments: [
        ("123456\n", "123456"), ("123456\r", "123456"), ("12x\u{7F}3\n", "123"), ("1\u{8}\u{8}2\n", "2"),
        ("wrong\u{15}right\n", "right"), ("p\u{E4}\u{7F}ss\n", "pss"), ("a\u{1B}b\n", "ab"), ("\n", ""),
        (" 1 \n", " 1 "),
    ])
    func `the line typed is returned and not shown`(typed: String, expected: String) async throws {
        let terminal = try PseudoTerminal()
        try terminal.type(typed)
        #expect(try await ask(terminal) == expected)
        let record = try terminal.leave()
        #expect(record.restored)
        #expect(record.shown == "Code: \r\n")
    }

    @Test(arguments: [("12\u{3}", 2), ("\u{1C}", 3)] as [(String, Int32)])
    func `the keys that end a program do so after the terminal is put back`(typed: String, signal: Int32) async throws {
        let terminal = try PseudoTerminal()
        try terminal.type(typed)
        await #expect(throws: CancellationError.self) { try await ask(terminal) }
        #expect(signals.all == [signal])
        #expect(try terminal.leave().restored)
    }

    @Test func `whoever suspends is asked again`() async throws {
        let terminal = try PseudoTerminal()
        try terminal.type("12\u{1A}")
        async let answer = ask(terminal)
        while signals.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        try terminal.type("34\n")
        #expect(try await answer == "34")
        #expect(signals.all == [20])
        #expect(try terminal.leave().shown == "Code: \r\nCode: \r\n")
    }

    @Test func `an end of input is no answer`() async throws {
        let terminal = try PseudoTerminal()
        try terminal.type("\u{4}")
        await #expect(throws: CredentialsError(.loginRequired, "")) { try await ask(terminal) }
        #expect(try terminal.leave().restored)
    }

    @Test func `an answer without an end is an error`() async throws {
        let terminal = try PseudoTerminal()
        try terminal.type(String(repeating: "x", count: 1_025))
        await #expect(throws: CredentialsError(.loginRequired, "")) { try await ask(terminal) }
        #expect(try terminal.leave().restored)
    }

    @Test func `a cancellation returns at once and puts the terminal back`() async throws {
        let terminal = try PseudoTerminal()
        try terminal.type("12")
        let task = Task { try await ask(terminal) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // Whoever asks next waits for the terminal, so that it is put back by then.
        try terminal.type("next\n")
        #expect(try await ask(terminal).hasSuffix("next"))
        #expect(try terminal.leave().restored)
    }

    @Test func `a prompt steers no terminal`() async throws {
        let terminal = try PseudoTerminal()
        try terminal.type("1\n")
        _ = try await ask(terminal, "Code\u{1B}[2J for \u{7}x: ")
        #expect(try terminal.leave().shown == "Code[2J for x: \r\n")
    }

    @Test(arguments: ["/nonexistent/tty", "/dev/null"])
    func `without a terminal the remedy is said`(path: String) async throws {
        let error = try await #require(throws: CredentialsError.self) {
            try await PosixTerminal(path: path, raiseSignal: { _ in }).ask("Code: ")
        }
        #expect(error.code == .loginRequired)
        #expect(error.remedy?.contains("terminal") == true)
    }
}
