import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

@Suite struct ProcessCredentialsProviderTests {
    static let full = """
        {"Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "process-secret", "SessionToken": "process-session",
         "Expiration": "2025-08-27T13:00:00Z", "AccountId": "123456789012", "Other": {"a": [1, null]}}
        """

    func run(_ result: Result<ProcessResult, CredentialsError>) async throws -> Credentials {
        let world = TestWorld(commands: [ScriptedProcessRunner.Step(command: "the command", result: result)])
        defer {
            #expect(world.deviations.isEmpty)
            #expect(!world.log.lines.contains { $0.contains("process-secret") })
        }
        return try await ProcessCredentialsProvider(command: "the command", context: world.context).credentials()
    }

    func run(_ output: String, ending: ProcessResult.Ending = .exited(0)) async throws -> Credentials {
        try await run(.success(ProcessResult(ending: ending, output: Array(output.utf8))))
    }

    @Test func `a full answer is taken whole`() async throws {
        let expected = Credentials(
            accessKeyID: "AKIDPROCESS",
            secretAccessKey: "process-secret",
            sessionToken: "process-session",
            expiration: Date(timeIntervalSince1970: 1_756_299_600),
            accountID: "123456789012"
        )
        #expect(try await run(Self.full) == expected)
    }

    @Test func `an answer without an expiration does not expire`() async throws {
        let answer = #"{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"process-secret","Expiration":null}"#
        let found = try await run(answer)
        #expect(found == Credentials(accessKeyID: "AKIDPROCESS", secretAccessKey: "process-secret"))
    }

    @Test(arguments: [
        ("", "JSON"), ("AKIDPROCESS process-secret", "JSON"), ("[1]", "JSON"), ("{", "JSON"), ("null", "JSON"),
        (#"{"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"process-secret"}"#, "Version"),
        (#"{"Version":2,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"process-secret"}"#, "Version"),
        (#"{"Version":"1","AccessKeyId":"AKIDPROCESS","SecretAccessKey":"process-secret"}"#, "Version"),
        (#"{"Version":1,"SecretAccessKey":"process-secret"}"#, "AccessKeyId"),
        (#"{"Version":1,"AccessKeyId":"","SecretAccessKey":"process-secret"}"#, "AccessKeyId"),
        (#"{"Version":1,"AccessKeyId":"AKIDPROCESS"}"#, "SecretAccessKey"),
        (#"{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":["process-secret"]}"#, "SecretAccessKey"),
        (#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"process-secret","Expiration":"tomorrow"}"#, "Expiration"),
        (#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"process-secret","Expiration":1756299600}"#, "Expiration"),
        (
            #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"process-secret","Expiration":"2025-08-27T13:00:00"}"#,
            "Expiration"
        ),
        (String(repeating: "[", count: 60_000), "JSON"),
    ])
    func `an answer of another form is an error that names what is wrong`(output: String, named: String) async throws {
        let error = try await #require(throws: CredentialsError.self) { try await run(output) }
        #expect(error.code == .malformedResponse)
        #expect(error.message.contains(named))
        #expect(!String(reflecting: error).contains("process-secret"))
    }

    @Test func `an expired answer is an error`() async throws {
        let answer = Self.full.replacing("2025-08-27T13", with: "2025-08-27T11")
        let error = try await #require(throws: CredentialsError.self) { try await run(answer) }
        #expect(error.code == .expired)
        #expect(error.message.contains("2025-08-27T11:00:00Z"))
    }

    @Test(
        arguments: [(.exited(1), "status 1"), (.exited(127), "no such command"), (.signalled(9), "signal 9")]
            as [(ProcessResult.Ending, String)]
    )
    func `another status than 0 is an error, whatever was printed`(
        ending: ProcessResult.Ending,
        words: String
    ) async throws {
        let error = try await #require(throws: CredentialsError.self) { try await run(Self.full, ending: ending) }
        #expect(error.code == .processFailed)
        #expect(error.message.contains(words))
        #expect(!String(reflecting: error).contains("the command"))
    }

    @Test func `a time-out is passed on`() async throws {
        await #expect(throws: CredentialsError(.timedOut, "")) {
            try await run(.failure(CredentialsError(.timedOut, "Late.")))
        }
    }

    @Test(arguments: ["", " \t"])
    func `an empty command is not run`(command: String) async throws {
        let world = TestWorld()
        await #expect(throws: CredentialsError(.invalidConfiguration, "")) {
            try await ProcessCredentialsProvider(command: command, context: world.context).credentials()
        }
        #expect(world.deviations.isEmpty)
    }

    @Test func `a real command is run with the environment`() async throws {
        var context = TestWorld(environment: ["SECRET": "from-the-environment", "PATH": "/usr/bin:/bin"]).context
        context.processes = PosixProcessRunner()
        let command = #"printf '{"Version":1,"AccessKeyId":"AKIDPROCESS","SecretAccessKey":"%s"}' "$SECRET""#
        let found = try await ProcessCredentialsProvider(command: command, context: context).credentials()
        #expect(found.secretAccessKey == "from-the-environment")
    }
}
