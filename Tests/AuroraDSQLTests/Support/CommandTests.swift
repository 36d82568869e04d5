import Foundation
import Testing
import TestSupport

/// The process launcher that the tool's tests stand on, against the system's own programs.
@Suite struct CommandTests {
    @Test func `arguments, environment and input arrive byte for byte`() async throws {
        let script = "printf '%s|' \"$@\"; printf '%s|' \"$ODD\"; cat"
        let outcome = try await Command(
            "/bin/sh",
            ["-c", "\(script)", "sh", "a b", "", RawText(bytes: [0xFF, 0x0A, 0x27])],
            environment: ["PATH": "/usr/bin:/bin"],
            rawEnvironment: [RawText(bytes: Array("ODD=".utf8) + [0xFE])],
            input: [0, 1, 2, 255]
        ).run()
        #expect(outcome.exitStatus == 0)
        let bar = UInt8(ascii: "|")
        #expect(outcome.output == Array("a b||".utf8) + [0xFF, 0x0A, 0x27, bar, 0xFE, bar, 0, 1, 2, 255])
    }

    @Test func `nothing of the runner's environment is inherited`() async throws {
        let outcome = try await Command("/usr/bin/env", environment: ["ONE": "1"]).run()
        #expect(outcome.outputText == "ONE=1\n")
    }

    @Test func `pipes longer than their capacity do not stop a program`() async throws {
        var random = SplitMix64(seed: 1)
        let input = random.bytes(1_500_000)
        let outcome = try await Command("/bin/sh", ["-c", "tee /dev/stderr"], environment: path, input: input).run()
        #expect(outcome.output == input)
        #expect(outcome.errors == input)
    }

    @Test func `a program that does not read its input is no trouble`() async throws {
        let outcome = try await Command("/bin/sh", ["-c", "exit 7"], input: [UInt8](repeating: 65, count: 1_000_000))
            .run()
        #expect(outcome.exitStatus == 7)
    }

    @Test func `a signal is told apart from an exit status`() async throws {
        let process = try Command("/bin/sh", ["-c", "echo ready; exec sleep 600"], environment: path).start()
        #expect(try await process.waitForOutput("ready"))
        process.send(SIGTERM)
        let outcome = await process.outcome()
        #expect(outcome.signal == SIGTERM)
        #expect(outcome.exitStatus == nil)
        #expect(!outcome.timedOut)
    }

    @Test func `the time limit ends a program and its children`() async throws {
        let outcome = try await Command(
            "/bin/sh",
            ["-c", "sleep 600 & echo $!; wait"],
            environment: path,
            timeout: .milliseconds(300)
        ).run()
        #expect(outcome.timedOut)
        #expect(outcome.signal == SIGKILL)
    }

    @Test func `a program may have a terminal`() async throws {
        let outcome = try await Command(
            "/bin/sh",
            ["-c", "test -t 0 && test -t 1 && read line && echo got $line > /dev/tty"],
            input: Array("word\n".utf8),
            streams: .terminal
        ).run()
        #expect(outcome.exitStatus == 0)
        #expect(outcome.outputText.contains("got word"))
    }

    @Test func `a program that is not there is an error that names it`() async throws {
        await #expect { try await Command("/nonexistent/program").run() } throws: { error in
            "\(error)".contains("/nonexistent/program")
        }
    }

    @Test func `the built tool is found beside the tests`() async throws {
        let outcome = try await Command(BuiltProducts.path(of: "dsql"), ["--version"]).run()
        #expect(outcome.exitStatus == 0)
        #expect(outcome.outputText.hasPrefix("dsql 0."))
    }

    @Test func `a temporary folder is gone afterwards`() async throws {
        let path = try await withTemporaryFolder { folder in
            try folder.write("text", to: "a/b", mode: 0o640)
            #expect(try folder.read("a/b") == Array("text".utf8))
            #expect(try folder.names() == ["a"])
            return folder.path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    private let path = ["PATH": "/usr/bin:/bin"]
}
