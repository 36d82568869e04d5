import AuroraDSQLCredentials
import Foundation
import Testing

@Suite struct PosixProcessRunnerTests {
    let folder = TemporaryFolder()

    func run(
        _ command: String,
        environment: [String: String] = ["PATH": "/usr/bin:/bin"],
        timeout: Duration = .seconds(120),
        outputLimit: Int = 1 << 16
    ) async throws -> ProcessResult {
        try await PosixProcessRunner().run(
            shellCommand: command,
            environment: environment,
            timeout: timeout,
            outputLimit: outputLimit
        )
    }

    /// Whether a process is there and not merely waiting to be reaped.
    func isAlive(_ process: String) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }

    /// The process that wrote its number into a file, once it has.
    func process(_ name: String) async throws -> String {
        while true {
            if let text = folder.text(name), text.hasSuffix("\n") { return String(text.dropLast()) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    func waitForEnd(of name: String) async throws {
        let process = try await process(name)
        while isAlive(process) { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test(
        arguments: [
            ("printf hello", .exited(0), "hello"), ("exit 3", .exited(3), ""),
            ("printf x; exit 255", .exited(255), "x"),
            ("kill -9 $$", .signalled(9), ""), ("kill -TERM $$", .signalled(15), ""),
            ("no-such-command-here 2>/dev/null", .exited(127), ""),
            ("printf a; exec 1>&-; sleep 0.1; exit 4", .exited(4), "a"),
            ("cat", .exited(0), ""), ("head -c 60000 /dev/zero | tr '\\0' x | tail -c 5", .exited(0), "xxxxx"),
        ] as [(String, ProcessResult.Ending, String)]
    )
    func `how a command ends and what it wrote is a result`(
        command: String,
        ending: ProcessResult.Ending,
        output: String
    ) async throws {
        #expect(try await run(command) == ProcessResult(ending: ending, output: Array(output.utf8)))
    }

    @Test func `the environment is passed on and nothing else is`() async throws {
        let result = try await run("env", environment: ["A": "b c", "PATH": "/usr/bin:/bin", "NUL": "x\u{0}y"])
        let lines = Set(String(decoding: result.output, as: UTF8.self).split(separator: "\n"))
        #expect(lines.contains("A=b c"))
        #expect(!lines.contains { $0.hasPrefix("HOME=") || $0.hasPrefix("NUL=") })
    }

    @Test func `only the three standard descriptors are open in the child`() async throws {
        let leaked = unsafe open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        let result = try await run("ls -l /proc/self/fd")
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
        #expect(lines.contains { $0.contains(" 0 -> /dev/null") })
        // The fourth is the folder that `ls` itself reads.
        #expect(lines.count { $0.contains(" -> ") } <= 4)
    }

    @Test func `signals are as a shell has them`() async throws {
        let result = try await run("grep -E 'SigBlk|SigIgn' /proc/self/status")
        let words = String(decoding: result.output, as: UTF8.self).split(whereSeparator: { $0 == "\n" || $0 == "\t" })
        #expect(words.count == 4)
        for word in words where !word.hasPrefix("Sig") {
            // 32 and 33 are the C library's own.
            #expect(try #require(UInt(word, radix: 16)) & 0x7FFF_FFFF == 0, "\(words)")
        }
    }

    @Test func `a process that hangs is ended with all it started`() async throws {
        let command = "(echo $$ > \(folder.path)/leader; sleep 1000 & echo $! > \(folder.path)/child; wait)"
        let error = try await #require(throws: CredentialsError.self) {
            try await run(command, timeout: .milliseconds(500))
        }
        #expect(error.code == .timedOut)
        #expect(!"\(error)".contains("sleep"))
        try await waitForEnd(of: "child")
    }

    @Test func `a process that ignores SIGTERM is killed`() async throws {
        let command = "trap '' TERM; echo $$ > \(folder.path)/leader; while :; do sleep 0.05; done"
        await #expect(throws: CredentialsError(.timedOut, "")) { try await run(command, timeout: .milliseconds(300)) }
        try await waitForEnd(of: "leader")
    }

    @Test func `a process may tidy up on SIGTERM`() async throws {
        let command =
            "trap 'echo done > \(folder.path)/tidied; exit' TERM; echo $$ > \(folder.path)/leader; "
            + "while :; do sleep 0.01; done"
        let task = Task { try await run(command) }
        _ = try await process("leader")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await process("tidied") == "done")
    }

    @Test(arguments: ["cat /dev/zero", "while :; do echo flooding; done", "head -c 65537 /dev/zero"])
    func `a process that floods is ended`(command: String) async throws {
        let error = try await #require(throws: CredentialsError.self) {
            try await run("echo $$ > \(folder.path)/leader; \(command)")
        }
        #expect(error.code == .processFailed)
        #expect(error.message.contains("65536"))
        try await waitForEnd(of: "leader")
    }

    @Test func `output up to the limit is taken`() async throws {
        #expect(try await run("head -c 65536 /dev/zero").output.count == 65_536)
    }

    @Test func `a background process that holds the pipe holds up nobody`() async throws {
        let result = try await run("sleep 1000 & echo $! > \(folder.path)/child; printf answer")
        #expect(result == ProcessResult(ending: .exited(0), output: Array("answer".utf8)))
        let child = try await process("child")
        #expect(isAlive(child), "the shell left it behind in good order")
        kill(try #require(pid_t(child)), SIGKILL)
    }

    @Test func `a cancellation returns at once and ends the process`() async throws {
        let task = Task { try await run("echo $$ > \(folder.path)/leader; sleep 1000") }
        _ = try await process("leader")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await waitForEnd(of: "leader")
    }

    @Test func `a cancelled task starts nothing`() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await run("echo $$ > \(folder.path)/leader")
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(folder.text("leader") == nil)
    }

    @Test func `a process that stops instead of ending is an error`() async throws {
        let error = try await #require(throws: CredentialsError.self) { try await run("kill -STOP $$") }
        #expect(error.code == .processFailed)
        #expect(error.message.contains("terminal"))
    }

    @Test func `a command with a NUL byte is not run`() async throws {
        await #expect(throws: CredentialsError(.invalidConfiguration, "")) { try await run("echo a\u{0}b") }
    }

    @Test func `many processes at once are all reaped`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<50 {
                group.addTask {
                    let result = try await run("printf \(index); exit \(index)")
                    #expect(result.ending == .exited(Int32(index)))
                }
            }
            try await group.waitForAll()
        }
    }
}
