import Foundation
import Testing
import TestSupport

@Suite struct SecretTests {
    @Test func `no argument list ever holds the token`() async throws {
        let process = try Tool.command([
            "exec", "--host", RawText(Tool.host), "--", "sh", "-c", "echo ready; exec sleep 600",
        ]).start()
        defer { process.send(SIGKILL) }
        #expect(try await process.waitForOutput("ready"))
        let line = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(process.pid)/cmdline"))
        #expect(line.range(of: Data("X-Amz".utf8)) == nil)
        #expect(line.range(of: Data(Tool.secretKey.utf8)) == nil)
        process.send(SIGKILL)
        #expect(await process.outcome().signal == SIGKILL)
    }

    /// Words in the wrong place, of which one is a secret.
    @Test(arguments: [
        ["token", "SECRET"], ["token", "a", "SECRET"], ["SECRET"], ["token", "-WSECRET"],
        ["token", "--format", "SECRET"],
        ["token", "--format=SECRET"], ["token", "--action", "SECRET"], ["exec", "SECRET", "x"], ["inspect", "SECRET"],
        ["exec", "--", "/nonexistent/SECRET"], ["token", "postgres://u:SECRET@h.example.com/"],
        ["token", "--bogus=SECRET"], ["token", "x", "postgres://u:SECRET@h/"], ["help", "SECRET"], ["SECRET", "token"],
        ["SECRET", "SECRET"],
        ["token", "--host", Tool.host, "postgres://u:SECRET@\(Tool.host)/"],
    ])
    func `a secret in the wrong place is not repeated`(_ arguments: [String]) async throws {
        for secret in [Tool.secretKey, Tool.sessionToken] {
            let outcome = try await Tool.run(
                arguments.map {
                    RawText($0.split(separator: "SECRET", omittingEmptySubsequences: false).joined(separator: secret))
                },
                adding: ["AWS_SESSION_TOKEN": Tool.sessionToken]
            )
            #expect(outcome.exitStatus != 0 || arguments.first == "help", "\(outcome.outputText)")
            #expect(!outcome.errorText.contains(secret), "\(outcome.errorText)")
            #expect(!outcome.outputText.contains(secret), "\(outcome.outputText)")
        }
    }

    @Test func `a password on the command line is not repeated even where nobody knows it`() async throws {
        for arguments in [
            ["token", "hunter2hunter2"], ["token", "a", "hunter2hunter2"], ["token", "-Whunter2hunter2"],
            ["token", "--format", "hunter2hunter2"], ["token", "postgres://u:hunter2hunter2@\(Tool.host)/"],
            ["token", "-d", "postgres://u:hunter2hunter2@\(Tool.host)/", "-d", "x", "y"],
        ] {
            let outcome = try await Tool.run(arguments.map { RawText($0) })
            #expect(outcome.exitStatus == 64 || outcome.exitStatus == 65)
            #expect(!outcome.errorText.contains("hunter2"), "\(outcome.errorText)")
        }
    }

    @Test func `control characters of a value do not reach the terminal`() async throws {
        for value in ["a\u{1B}[31m", "a\nforged line", "--a\u{1B}[2J", "--b\u{9B}31m\r"] {
            let outcome = try await Tool.run(["token", "--host", RawText("x\(value)"), RawText(value)])
            #expect(outcome.exitStatus == 64 || outcome.exitStatus == 65)
            #expect(outcome.errors.dropLast().allSatisfy { $0 >= 0x20 }, "\(outcome.errorText)")
            #expect(!outcome.errorText.unicodeScalars.contains("\u{9B}"))
        }
    }

    @Test func `the tool leaves no file behind`() async throws {
        try await withTemporaryFolder { folder in
            let world = ["HOME": folder.path, "TMPDIR": folder.path]
            for command in [["token"], ["env"], ["exec", "--", "true"]] {
                let arguments = [command[0], "--host", Tool.host] + command.dropFirst()
                let outcome = try await Tool.run(arguments.map { RawText($0) }, adding: world)
                #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            }
            #expect(try folder.names() == [])
        }
    }
}
