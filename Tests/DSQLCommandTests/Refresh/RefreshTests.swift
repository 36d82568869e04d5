import Foundation
import Testing
import TestSupport

/// `dsql exec --refresh`: the passfile, and a command that is treated as without the tool.
@Suite struct RefreshTests {
    private let exec: [RawText] = ["exec", "--refresh", "--host", RawText(Tool.host), "--"]

    /// Runs a script under the tool, with a folder for its passfiles; what is left there must be nothing.
    private func run(_ options: [RawText], _ script: String, in folder: TemporaryFolder) async throws -> ProcessOutcome
    {
        let arguments: [RawText] = ["exec", "--refresh", "--host", RawText(Tool.host)] + options
        let outcome = try await Tool.run(
            arguments + ["--", "sh", "-c", RawText(script)],
            adding: ["TMPDIR": folder.path, "FOLDER": folder.path]
        )
        #expect(try folder.names().filter { $0.hasPrefix("dsql-exec-") } == [])
        return outcome
    }

    @Test func `the command finds a passfile that only its user can read`() async throws {
        try await withTemporaryFolder { folder in
            let outcome = try await run(
                ["--dbname", "a:b\\c", "--user", "reporting"],
                "umask; stat -c '%a %F' \"${PGPASSFILE%/*}\" \"$PGPASSFILE\"; cat \"$PGPASSFILE\"; echo \"[$PGPASSWORD]\"",
                in: folder
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            let lines = outcome.outputText.split(separator: "\n").map(String.init)
            #expect(lines.dropFirst().prefix(2) == ["700 directory", "600 regular file"])
            let beginning = "\(Tool.host):5432:a\\:b\\\\c:reporting:\(Tool.host)/?Action=DbConnect&"
            #expect(lines[3].hasPrefix(beginning), "\(lines[3].prefix(100))")
            #expect(lines.last == "[]")
        }
    }

    @Test func `the passfile is replaced while the command runs, whole`() async throws {
        try await withTemporaryFolder { folder in
            let script = """
                first=$(cat "$PGPASSFILE"); n=0
                while [ "$first" = "$(cat "$PGPASSFILE")" ] && [ $n -lt 1200 ]; do n=$((n+1)); sleep 0.05; done
                cat "$PGPASSFILE" | wc -l; [ "$first" != "$(cat "$PGPASSFILE")" ] && stat -c %a "$PGPASSFILE"
                ls "${PGPASSFILE%/*}"
                """
            let outcome = try await run(["--expires-in", "2"], script, in: folder)
            #expect(outcome.outputText == "1\n600\npassfile\n", "\(outcome.errorText)")
            #expect(outcome.errors.isEmpty, "\(outcome.errorText)")
        }
    }

    @Test func `two at once keep a passfile each`() async throws {
        try await withTemporaryFolder { folder in
            let script = """
                "$DSQL" exec --refresh --host $H -- sh -c 'echo "$PGPASSFILE"; cat' <"$FOLDER/pipe" &
                exec 3>"$FOLDER/pipe"
                "$DSQL" exec --refresh --host $H -- sh -c 'echo "$PGPASSFILE"'
                exec 3>&-; wait
                """
            let outcome = try await Tool.shell(
                "mkfifo \"$FOLDER/pipe\"; \(script)",
                adding: ["TMPDIR": folder.path, "FOLDER": folder.path]
            )
            let paths = Set(outcome.outputText.split(separator: "\n"))
            #expect(paths.count == 2, "\(outcome.errorText)")
            #expect(try folder.names() == ["pipe"])
        }
    }

    @Test(arguments: [0, 1, 2, 64, 77, 126, 200, 255] as [Int32])
    func `the exit status is the command's own`(_ status: Int32) async throws {
        try await withTemporaryFolder { folder in
            let outcome = try await run([], "exit \(status)", in: folder)
            #expect(outcome.exitStatus == status)
            #expect(outcome.errors.isEmpty)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGKILL, SIGPIPE, SIGUSR1, SIGSEGV])
    func `a signal that ends the command ends the tool`(_ signal: Int32) async throws {
        try await withTemporaryFolder { folder in
            let outcome = try await run([], "ulimit -c 0; kill -\(signal) $$", in: folder)
            #expect(outcome.signal == signal)
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH, SIGCONT, 40])
    func `a signal to the tool reaches the command`(_ signal: Int32) async throws {
        try await withTemporaryFolder { folder in
            let script = "trap 'echo got; exit 9' \(signal); echo ready; while :; do sleep 0.02; done"
            let process = try Tool.command(
                exec + ["bash", "-c", RawText(script)],
                adding: ["TMPDIR": folder.path]
            ).start()
            #expect(try await process.waitForOutput("ready"))
            process.send(signal)
            let outcome = await process.outcome()
            #expect(outcome.exitStatus == 9)
            #expect(outcome.outputText == "ready\ngot\n")
            #expect(try folder.names() == [])
        }
    }

    @Test func `signals that were ignored stay ignored, and no other is`() async throws {
        let status = "grep -E '^Sig(Ign|Blk)' /proc/self/status"
        for trap in ["", "trap '' INT USR1;", "trap '' PIPE HUP;"] {
            let plain = try await Tool.shell("\(trap) exec \(status)")
            let under = try await Tool.shell("\(trap) exec \"$DSQL\" exec --refresh --host $H -- \(status)")
            #expect(plain.outputText == under.outputText, "\(under.errorText)")
        }
    }

    @Test func `a command that stops, stops the job, which can go on`() async throws {
        let script = """
            set -m
            "$DSQL" exec --refresh --host $H -- sh -c 'kill -TSTP $$; echo back; exit 4'
            echo "stopped $?"; fg >/dev/null; echo "ended $?"
            """
        let command = try Tool.shellCommand(script, shell: "/bin/bash")
        var terminal = command
        terminal.streams = .terminal
        let outcome = try await terminal.run()
        let lines = outcome.outputText.split(whereSeparator: \.isNewline).map(String.init)
        #expect(lines.filter { !$0.contains("Stopped") && !$0.isEmpty } == ["stopped 147", "back", "ended 4"])
    }

    @Test func `arguments arrive byte for byte, input untouched`() async throws {
        let odd: [RawText] = ["two words", "", "--", "-h", "a\nb", RawText(bytes: [0xFF, 0xFE]), "--help"]
        let outcome = try await Tool.run(exec + ["printf", "%s|"] + odd)
        #expect(outcome.output == odd.flatMap { $0.bytes + [UInt8(ascii: "|")] })
        var random = SplitMix64(seed: 7)
        let input = random.bytes(300_000)
        #expect(try await Tool.run(exec + ["cat"], input: input).output == input)
    }

    @Test func `variables that are not text arrive as they are`() async throws {
        let odd = [RawText(bytes: Array("BROKEN=".utf8) + [0xFF, 0xC3]), RawText(bytes: [0xFF, 0x3D, 0xFE])]
        let outcome = try await Tool.run(exec + ["env", "-0"], raw: odd)
        let entries = outcome.output.split(separator: 0).map(Array.init)
        for entry in odd { #expect(entries.contains(entry.bytes)) }
    }

    @Test func `a command that does not exist is 127, one that cannot be executed 126`() async throws {
        try await withTemporaryFolder { folder in
            let plain = try folder.write("#!/bin/sh\n", to: "plain/file", mode: 0o600)
            for (name, status) in [("no-such-command-here", Int32(127)), (plain, 126), (folder.path, 126), ("", 127)] {
                let outcome = try await Tool.run(exec + [RawText(name)], adding: ["TMPDIR": folder.path])
                expectRefusal(outcome, status)
            }
            #expect(try folder.names() == ["plain"])
        }
    }

    @Test func `a file without an interpreter is run by the shell`() async throws {
        try await withTemporaryFolder { folder in
            let script = "echo 'echo $1; exit 5' > f; chmod 700 f; exec \"$DSQL\" exec --refresh --host $H -- ./f hello"
            let outcome = try await Tool.shell("cd \(folder.path); \(script)")
            #expect(outcome.exitStatus == 5, "\(outcome.errorText)")
            #expect(outcome.outputText == "hello\n")
        }
    }

    @Test func `the tool keeps no end of a pipe open`() async throws {
        try await withTemporaryFolder { folder in
            // The reader sees the end of what it reads while the command still runs, whose descriptor 5 is the same.
            let command = """
                exec >&- 5>&-; n=0
                while [ ! -e "$F/end" ] && [ $n -lt 3000 ]; do sleep 0.02; n=$((n+1)); done
                """
            let outcome = try await Tool.shell(
                """
                mkfifo "$F/out"; "$DSQL" exec --refresh --host $H -- sh -c '\(command); test -e "$F/end"' \
                >"$F/out" 5>&1 & cat "$F/out"; touch "$F/end"; wait $!
                """,
                adding: ["F": folder.path]
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        }
    }

    /// The tool cannot clean up after SIGKILL: the command goes on with the token it has, and the next run cleans up.
    @Test func `a tool that is killed leaves the command its token, and the next one removes it`() async throws {
        try await withTemporaryFolder { folder in
            let world = ["TMPDIR": folder.path]
            let process = try Tool.command(
                ["exec", "--refresh", "--expires-in", "1", "--host", RawText(Tool.host), "--"]
                    + ["sh", "-c", "echo pid=$$.; exec sleep 600"],
                adding: world
            ).start()
            #expect(try await process.waitForOutput("."))
            let other = try Tool.command(exec + ["sh", "-c", "echo pid=$$.; exec sleep 600"], adding: world).start()
            #expect(try await other.waitForOutput("."))
            let commands = try [process, other].map { process in
                let digits = String(decoding: process.output, as: UTF8.self).filter(\.isNumber)
                return try #require(pid_t(digits))
            }
            for process in [process, other] { process.send(SIGKILL) }
            #expect(await process.outcome().signal == SIGKILL)
            #expect(await other.outcome().signal == SIGKILL)
            for command in commands { #expect(kill(command, 0) == 0) }
            #expect(try folder.names().count == 2)
            try await Task.sleep(for: .seconds(2))
            let next = try await Tool.run(exec + ["true"], adding: world)
            #expect(next.exitStatus == 0)
            // What can still open connections stays.
            #expect(try folder.names().count == 1)
            for command in commands { kill(command, SIGKILL) }
        }
    }

    @Test func `what is in the way of other folders stays untouched`() async throws {
        try await withTemporaryFolder { folder in
            let others = ["dsql-exec-file", "dsql-exec-open/passfile", "dsql-exec-odd/passfile", "mine/passfile"]
            for name in others { try folder.write("x:5432:y:z:not a token\n", to: name) }
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o700],
                ofItemAtPath: folder.path("dsql-exec-odd")
            )
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("dsql-exec-link"),
                withDestinationPath: folder.path("mine")
            )
            let before = try folder.names()
            #expect(try await Tool.run(exec + ["true"], adding: ["TMPDIR": folder.path]).exitStatus == 0)
            #expect(try folder.names() == before)
            for name in others { #expect(try folder.read(name).count == 23) }
        }
    }

    @Test func `a TMPDIR that cannot be used is passed over`() async throws {
        for folder in ["/nonexistent", "relative", "/dev/null", ""] {
            #expect(try await Tool.run(exec + ["true"], adding: ["TMPDIR": folder]).exitStatus == 0)
        }
    }
}
