package import AuroraDSQLCredentials
import Foundation
import Synchronization

/// A real HTTP, HTTPS and proxy server on loopback (`loopback_server.py` beside this file), alive as long as the value.
///
/// The Python interpreter is `python3`, or what the environment variable `DSQL_TEST_PYTHON` names.
package final class LoopbackServer: Sendable {
    /// What could not be started.
    package struct StartError: Error, CustomStringConvertible {
        /// What happened.
        package let description: String
    }

    private struct Announcement: Decodable {
        var ports: [String: Int]
        var authority: String
    }

    /// Ports by the listener's name.
    package let ports: [String: Int]
    /// The file of the authority that signed the certificates.
    package let authority: String
    private let process: Mutex<Process>
    private let input: Mutex<FileHandle>

    /// Starts a server.
    package init() throws {
        let process = Process()
        let output = Pipe()
        let input = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [TestPython.interpreter, TestPython.script("HTTP/loopback_server.py")]
        process.standardOutput = output
        process.standardInput = input
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let byte = output.fileHandleForReading.readData(ofLength: 1)
            guard !byte.isEmpty else { throw StartError(description: "The loopback server ended before it began.") }
            line.append(byte)
        }
        let announcement = try JSONDecoder().decode(Announcement.self, from: line)
        ports = announcement.ports
        authority = announcement.authority
        self.input = Mutex(input.fileHandleForWriting)
        self.process = Mutex(process)
    }

    deinit {
        // The server ends at the end of its input.
        input.withLock { try? $0.close() }
        process.withLock { $0.waitUntilExit() }
    }

    /// The URL of a path at a listener (`http`, `https`, `https-expired`, ...).
    package func url(_ listener: String = "http", _ path: String, host: String = "127.0.0.1") -> String {
        "\(listener.hasPrefix("https") ? "https" : "http")://\(host):\(ports[listener] ?? 0)\(path)"
    }

    /// A request to a path at a listener that trusts the server's authority, with limits no test runs into by chance.
    package func request(
        _ method: String = "GET",
        _ listener: String = "http",
        _ path: String,
        host: String = "127.0.0.1",
        headers: [HTTPField] = [],
        body: [UInt8] = []
    ) -> HTTPRequest {
        HTTPRequest(
            method,
            url(listener, path, host: host),
            headers: headers,
            body: body,
            connectTimeout: .seconds(60),
            timeout: .seconds(120),
            caBundle: authority
        )
    }
}
