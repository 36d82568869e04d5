import Foundation
import Testing
import TestSupport

/// `dsql exec --refresh` at a terminal, under a shell with job control: as without the tool.
@Suite struct RefreshTerminalTests {
    /// Lets a person work at a terminal; returns what it showed, and how the command ended.
    private func work(_ steps: [[Any]], _ command: [String]) async throws -> (shown: String, status: Int32?) {
        let json = try JSONSerialization.data(withJSONObject: steps)
        let words = [TestPython.interpreter, TestPython.script("typist.py"), String(decoding: json, as: UTF8.self)]
        let tool = ["DSQL": try BuiltProducts.path(of: "dsql"), "H": Tool.host, "PS1": "$ ", "TERM": "dumb"]
        let outcome = try await Command(
            "/usr/bin/env",
            (words + command).map { RawText($0) },
            environment: Tool.keys.merging(tool) { $1 }
        ).run()
        #expect(outcome.errors.isEmpty, "\(outcome.errorText)")
        let lines = outcome.outputText.split(separator: "\n")
        return (outcome.outputText, lines.last.flatMap { Int32($0) })
    }

    @Test func `keys, stops and the window's size reach the command`() async throws {
        let script = """
            trap "echo int" INT; trap "stty size" WINCH; echo ready; until read x; do :; done; echo "got $x"; exit 6
            """
        let (shown, status) = try await work(
            [
                ["$ ", "\"$DSQL\" exec --refresh --host $H -- sh -c '\(script)'\n"],
                ["ready\r\n", "\u{3}"],
                ["int\r\n", [50, 101]],
                ["50 101\r\n", "\u{1A}"],
                ["Stopped", "fg\n"],
                ["--refresh", "word\n"],
                ["got word", "echo status=$?.\n"],
                ["status=6.", "exit 3\n"],
            ],
            ["bash", "--norc", "--noprofile", "-i"]
        )
        #expect(status == 3, "\(shown)")
        #expect(shown.contains("status=6."), "\(shown)")
    }

    @Test func `another member of the pipeline keeps the terminal`() async throws {
        let (shown, status) = try await work(
            [
                [
                    "$ ",
                    "\"$DSQL\" exec --refresh --host $H -- echo data | sh -c 'read a; echo go; read b </dev/tty; echo $a:$b.'\n",
                ],
                ["go\r\n", "typed\n"],
                ["data:typed.", "exit 3\n"],
            ],
            ["bash", "--norc", "--noprofile", "-i"]
        )
        #expect(status == 3, "\(shown)")
    }

    @Test func `an interrupt that ends the command ends a script around it`() async throws {
        let script = "\"$DSQL\" exec --refresh --host $H -- sh -c 'echo ready; exec sleep 600'; echo went on"
        let (shown, status) = try await work([["ready\r\n", "\u{3}"]], ["bash", "-c", script])
        #expect(status == -SIGINT, "\(shown)")
        #expect(!shown.contains("went on"))
    }

    @Test func `a terminal that goes away ends the command and removes the folder`() async throws {
        try await withTemporaryFolder { folder in
            let script = "echo $$ >\"$F/pid\"; echo ready; exec sleep 600"
            let json = "[[\"ready\", \"\"], [\"never\", \"\"]]"
            let typist = try Command(
                "/usr/bin/env",
                ([TestPython.interpreter, TestPython.script("typist.py"), json]
                    + [
                        try BuiltProducts.path(of: "dsql"), "exec", "--refresh", "--host", Tool.host, "--", "sh", "-c",
                        script,
                    ])
                    .map { RawText($0) },
                environment: Tool.keys.merging(["TMPDIR": folder.path, "F": folder.path]) { $1 }
            ).start()
            var pid: pid_t?
            while pid == nil {
                try await Task.sleep(for: .milliseconds(20))
                pid = (try? folder.read("pid")).flatMap {
                    pid_t(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines))
                }
            }
            typist.send(SIGKILL)
            let command = try #require(pid)
            let limit = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < limit, try folder.names() != ["pid"] {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try folder.names() == ["pid"])
            #expect(kill(command, 0) == -1)
        }
    }
}
