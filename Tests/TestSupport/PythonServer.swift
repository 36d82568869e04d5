import Foundation
import Synchronization

/// A Python script that serves on loopback, alive as long as the value.
///
/// It prints its port as its first line, and ends at the end of its input.
package final class PythonServer: Sendable {
    /// A script that printed no port.
    package struct StartError: Error, CustomStringConvertible {
        /// What happened.
        package let description: String
    }

    /// The port it listens on.
    package let port: Int
    private let process: Mutex<Process>
    private let input: Mutex<FileHandle>

    /// Starts a script of this folder.
    package init(_ script: String, _ arguments: [String] = []) throws {
        let process = Process()
        let output = Pipe()
        let input = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [TestPython.interpreter, TestPython.script(script)] + arguments
        process.standardOutput = output
        process.standardInput = input
        try process.run()
        var line: [UInt8] = []
        while let byte = output.fileHandleForReading.readData(ofLength: 1).first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else {
            throw StartError(description: "\(script) ended before it began.")
        }
        self.port = port
        self.input = Mutex(input.fileHandleForWriting)
        self.process = Mutex(process)
    }

    deinit {
        input.withLock { try? $0.close() }
        process.withLock { $0.waitUntilExit() }
    }
}
