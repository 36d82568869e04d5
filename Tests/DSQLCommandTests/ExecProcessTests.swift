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
            "two words", "", "-h", "--", "--host", "é", "*", "a\nb", "'\"$HOME`id`",
            RawText(bytes: [0xFF, 0xFE, 0x0A]),
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
        let outcome = try await Tool.run(
            exec + ["sh", "-c", RawText(script)],
            input: Array("word\n".utf8),
            streams: .terminal
        )
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
        // Of the test's own descriptors some may be inherited: they are closed first.
        let script = """
            for f in /proc/$$/fd/*; do n=${f##*/}; if [ $n -gt 2 ]; then eval "exec $n>&-"; fi; done
            exec "$DSQL" exec --host $H -- sh -c 'ls /proc/$$/fd'
            """
        let outcome = try await Tool.shell(script, shell: "/bin/bash")
        #expect(outcome.outputText.split(separator: "\n").sorted() == ["0", "1", "2"], "\(outcome.errorText)")
    }

    @Test func `a descriptor of the caller's does`() async throws {
        let outcome = try await Tool.shell("echo inherited | \"$DSQL\" exec --host $H -- cat /dev/fd/7 7<&0")
        #expect(outcome.outputText == "inherited\n")
    }

    @Test(arguments: [("0<&-", "0"), ("1>&-", "1"), ("2>&-", "2"), ("0<&- 1>&- 2>&-", "0 1 2")])
    func `a closed standard stream stays closed`(_ closing: String, _ closed: String) async throws {
        // Looked at from outside: most programs open files of their own in the free places.
        let tool = "\"$DSQL\" exec --host $H -- sleep 600"
        let process = try Tool.shellCommand("exec \(tool) \(closing)").start()
        defer { process.send(SIGKILL) }
        let folder = URL(fileURLWithPath: "/proc/\(process.pid)")
        while try !String(decoding: Data(contentsOf: folder.appending(path: "cmdline")), as: UTF8.self).hasPrefix(
            "sleep"
        ) {
            try await Task.sleep(for: .milliseconds(5))
        }
        // Its loader opens libraries in the free places for a moment.
        let limit = ContinuousClock.now + .seconds(30)
        var missing = ""
        repeat {
            let open = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "fd").path)
            missing = ["0", "1", "2"].filter { !open.contains($0) }.joined(separator: " ")
        } while missing != closed && ContinuousClock.now < limit
        #expect(missing == closed)
        process.send(SIGKILL)
        #expect(await process.outcome().signal == SIGKILL)
    }

    @Test func `signals that were ignored stay ignored, and no other is`() async throws {
        let status = "grep -E '^Sig(Ign|Blk)' /proc/self/status"
        var seen: Set<String> = []
        for trap in ["", "trap '' INT USR1;", "trap '' PIPE HUP;"] {
            let plain = try await Tool.shell("\(trap) exec \(status)")
            let under = try await Tool.shell("\(trap) exec \"$DSQL\" exec --host $H -- \(status)")
            #expect(plain.outputText == under.outputText, "\(under.errorText)")
            seen.insert(under.outputText)
        }
        #expect(seen.count == 3)
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
            // Written by the shell: a file that another thread's child still holds open for writing is busy.
            let script = "echo 'echo $1; exit 5' > f; chmod 700 f; exec \"$DSQL\" exec --host $H -- ./f hello"
            let outcome = try await Tool.shell("cd \(folder.path); \(script)")
            #expect(outcome.exitStatus == 5, "\(outcome.errorText)")
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
