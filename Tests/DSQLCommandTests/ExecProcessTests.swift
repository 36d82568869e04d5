import Foundation
import Testing
import TestSupport

/// `dsql exec` becomes the command: what the command is and gets must be as without the tool.
@Suite struct ExecProcessTests {
    private let exec: [RawText] = ["exec", "--host", RawText(Tool.host), "--"]

    @Test(arguments: [0, 1, 2, 64, 65, 77, 126, 127, 200, 255] as [Int32])
    func `the exit status is the command's own`(_ status: Int32) async throws {
        let outcome = try await Tool.run(exec + ["sh", "-c", "exit \(status)"])
        #expect(outcome.exitStatus == status)
        #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGKILL, SIGPIPE, SIGUSR1])
    func `a signal that ends the command ends the process`(_ signal: Int32) async throws {
        let outcome = try await Tool.run(exec + ["sh", "-c", "ulimit -c 0; kill -\(signal) $$"])
        #expect(outcome.signal == signal)
    }

    @Test func `the command has the process ID the tool had`() async throws {
        let process = try Tool.command(exec + ["sh", "-c", "echo pid=$$.; exec sleep 600"]).start()
        #expect(try await process.waitForOutput("pid=\(process.pid)."))
        process.send(SIGTERM)
        #expect(await process.outcome().signal == SIGTERM)
    }

    @Test func `arguments arrive byte for byte`() async throws {
        let odd: [RawText] = [
            "two words", "", "-h", "--", "--host", "é", "*", "a\nb", "'\"$HOME`id`", RawText(bytes: [0xFF, 0xFE, 0x0A]),
            RawText(bytes: [0xC3]), "--help", RawText(bytes: [UInt8](repeating: 0x61, count: 100_000)),
        ]
        let outcome = try await Tool.run(exec + ["printf", "%s|"] + odd)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.output == odd.flatMap { $0.bytes + [UInt8(ascii: "|")] })
    }

    @Test func `standard input reaches the command untouched`() async throws {
        var random = SplitMix64(seed: 7)
        let input = random.bytes(300_000)
        let outcome = try await Tool.run(exec + ["cat"], input: input)
        #expect(outcome.output == input)
    }

    @Test func `the command keeps the terminal`() async throws {
        let script = "test -t 0 && test -t 1 && test -t 2 && read line && echo \"got $line\" > /dev/tty && stty size"
        let outcome = try await Tool.run(exec + ["sh", "-c", RawText(script)], input: Array("word\n".utf8), streams: .terminal)
        #expect(outcome.exitStatus == 0, "\(outcome.outputText)")
        #expect(outcome.outputText.contains("got word"))
    }

    @Test func `the command's terminal sends it signals`() async throws {
        // Control-C on the terminal; the interrupt must end the command as it would without the tool.
        let process = try Tool.command(
            exec + ["sh", "-c", "trap 'echo trapped; exit 9' INT; echo ready; while :; do sleep 0.05; done"],
            input: Array("\u{3}".utf8),
            streams: .terminal
        ).start()
        let outcome = await process.outcome()
        // The key may come before the tool has become the shell.
        #expect(outcome.exitStatus == 9 || outcome.signal == SIGINT)
    }

    @Test func `no descriptor of the tool's reaches the command`() async throws {
        let outcome = try await Tool.run(exec + ["sh", "-c", "ls /proc/$$/fd"])
        #expect(outcome.outputText.split(separator: "\n").sorted() == ["0", "1", "2"])
    }

    @Test func `a descriptor of the caller's does`() async throws {
        let outcome = try await Tool.shell("echo inherited | \"$DSQL\" exec --host $H -- cat /dev/fd/7 7<&0")
        #expect(outcome.outputText == "inherited\n")
    }

    @Test(arguments: [("0<&-", "0"), ("1>&-", "1"), ("2>&-", "2"), ("0<&- 1>&- 2>&-", "0 1 2")])
    func `a closed standard stream stays closed`(_ closing: String, _ closed: String) async throws {
        try await withTemporaryFolder { folder in
            let list = "for n in 0 1 2; do test -e /proc/self/fd/$n || echo $n; done > \(folder.path("list"))"
            // The redirection opens the lowest number that is free, so the numbers are asked of the parent's entry.
            let script = "for n in 0 1 2; do test -e /proc/$PPID/fd/$n || echo $n; done"
            let outcome = try await Tool.shell(
                "\"$DSQL\" exec --host $H -- sh -c 'sh -c \"$0\" 9>\"$1\" >&9; :' '\(script)' \(folder.path("list")) \(closing)"
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            let found = String(decoding: try folder.read("list"), as: UTF8.self)
            #expect(found.split(separator: "\n").joined(separator: " ") == closed, "\(list)")
        }
    }

    @Test func `signals that were ignored stay ignored, and no other is`() async throws {
        let status = "sed -n 's/^Sig\\(Ign\\|Blk\\):.0*//p' /proc/self/status | tr '\\n' ' '"
        for (trap, expected) in [("", " "), ("trap '' INT USR1;", "202 "), ("trap '' PIPE CHLD;", "11000 ")] {
            let plain = try await Tool.shell("\(trap) exec sh -c \"\(status)\"")
            let under = try await Tool.shell("\(trap) exec \"$DSQL\" exec --host $H -- sh -c \"\(status)\"")
            #expect(plain.outputText == under.outputText)
            #expect(under.outputText.hasSuffix(expected), "\(under.outputText)")
        }
    }

    @Test func `a command that does not exist is 127`() async throws {
        expectRefusal(try await Tool.run(exec + ["no-such-command-here"]), 127, saying: "\"no-such-command-here\"")
        expectRefusal(try await Tool.run(exec + ["/nonexistent/program"]), 127, saying: "\"/nonexistent/program\"")
        expectRefusal(try await Tool.run(exec + [""]), 127, saying: "not found")
    }

    @Test func `a command that cannot be executed is 126`() async throws {
        try await withTemporaryFolder { folder in
            let plain = try folder.write("#!/bin/sh\n", to: "plain", mode: 0o600)
            expectRefusal(try await Tool.run(exec + [RawText(plain)]), 126, saying: "cannot be executed")
            expectRefusal(try await Tool.run(exec + [RawText(folder.path)]), 126, saying: "cannot be executed")
        }
    }

    @Test func `a file without an interpreter is run by the shell`() async throws {
        try await withTemporaryFolder { folder in
            let script = try folder.write("echo \"$1\"; exit 5\n", to: "script", mode: 0o700)
            let outcome = try await Tool.run(exec + [RawText(script), "hello"])
            #expect(outcome.exitStatus == 5)
            #expect(outcome.outputText == "hello\n")
        }
    }

    @Test func `an environment too long for the system is 126, without a word of it`() async throws {
        let outcome = try await Tool.run(
            exec + ["true"],
            adding: ["AWS_SESSION_TOKEN": String(repeating: "secretsecret", count: 10_900)]
        )
        expectRefusal(outcome, 126, saying: "too long")
        #expect(!outcome.errorText.contains("secretsecret"))
    }

    @Test func `two hundred in a row`() async throws {
        let outcome = try await Tool.shell(
            "n=0; while [ $n -lt 200 ]; do \"$DSQL\" exec --host $H -- true || exit 1; n=$((n+1)); done; echo $n"
        )
        #expect(outcome.outputText == "200\n", "\(outcome.errorText)")
        #expect(outcome.errors.isEmpty)
    }
}
