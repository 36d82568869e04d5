import Foundation
import Synchronization

/// A terminal with a person at it (`pseudo_terminal.py` beside this file).
package final class PseudoTerminal: Sendable {
    /// What was seen at the terminal.
    package struct Record: Decodable, Sendable {
        /// What the terminal showed.
        package var shown: String
        /// Whether its settings were as before at the end.
        package var restored: Bool
    }

    /// The terminal's path.
    package let path: String
    private let input: Mutex<FileHandle>
    private let output: Mutex<FileHandle>
    private let process: Mutex<Process>

    /// Opens a terminal.
    package init() throws {
        let process = Process()
        let output = Pipe()
        let input = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [TestPython.interpreter, TestPython.script("pseudo_terminal.py")]
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        path = PseudoTerminal.line(output.fileHandleForReading)
        self.input = Mutex(input.fileHandleForWriting)
        self.output = Mutex(output.fileHandleForReading)
        self.process = Mutex(process)
    }

    deinit {
        input.withLock { try? $0.close() }
        process.withLock { $0.waitUntilExit() }
    }

    /// Types a text as soon as the terminal stops showing what is typed.
    package func type(_ text: String) throws {
        let line = try JSONEncoder().encode(text) + Data("\n".utf8)
        input.withLock { $0.write(line) }
    }

    /// Leaves the terminal and says what was seen there.
    package func leave() throws -> Record {
        input.withLock { try? $0.close() }
        let line = output.withLock { PseudoTerminal.line($0) }
        return try JSONDecoder().decode(Record.self, from: Data(line.utf8))
    }

    private static func line(_ handle: FileHandle) -> String {
        var bytes: [UInt8] = []
        while let byte = handle.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
