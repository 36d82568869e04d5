import AuroraDSQLCredentials
import Testing
import TestSupport

/// The built tool, run the way a person or a program runs it.
enum Tool {
    static let host = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"
    static let clusterID = "abcdefghijklmnopqrstuvwxyz"
    static let secretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    static let sessionToken = "IQoJb3JpZ2luX2Vj//+EXAMPLE+SESSION+TOKEN=="

    /// An environment without credentials, in which nothing outside the machine is ever asked.
    static let bare = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true",
    ]

    /// An environment with long-lived keys.
    static let keys = bare.merging(
        ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": secretKey],
        uniquingKeysWith: { $1 }
    )

    /// Runs the tool.
    static func run(
        _ arguments: [RawText],
        environment: [String: String] = keys,
        adding more: [String: String] = [:],
        raw: [RawText] = [],
        input: [UInt8] = [],
        streams: Command.Streams = .pipes
    ) async throws -> ProcessOutcome {
        try await command(arguments, environment: environment, adding: more, raw: raw, input: input, streams: streams)
            .run()
    }

    /// The tool as a command to start.
    static func command(
        _ arguments: [RawText],
        environment: [String: String] = keys,
        adding more: [String: String] = [:],
        raw: [RawText] = [],
        input: [UInt8] = [],
        streams: Command.Streams = .pipes
    ) throws -> Command {
        Command(
            try BuiltProducts.path(of: "dsql"),
            arguments,
            environment: environment.merging(more, uniquingKeysWith: { $1 }),
            rawEnvironment: raw,
            input: input,
            streams: streams
        )
    }

    /// Runs a shell script, in which `$DSQL` is the tool and `$H` the host.
    static func shell(
        _ script: String,
        environment: [String: String] = keys,
        adding more: [String: String] = [:],
        shell: String = "/bin/sh"
    ) async throws -> ProcessOutcome {
        try await shellCommand(script, environment: environment, adding: more, shell: shell).run()
    }

    /// A shell script as a command to start.
    static func shellCommand(
        _ script: String,
        environment: [String: String] = keys,
        adding more: [String: String] = [:],
        shell: String = "/bin/sh"
    ) throws -> Command {
        let tool = ["DSQL": try BuiltProducts.path(of: "dsql"), "H": host]
        return Command(
            shell,
            ["-c", RawText(script)],
            environment: environment.merging(more, uniquingKeysWith: { $1 }).merging(tool, uniquingKeysWith: { $1 })
        )
    }

    /// The environment that a command under `dsql exec` sees.
    static func childEnvironment(
        _ options: [RawText] = [],
        adding more: [String: String] = [:],
        raw: [RawText] = []
    ) async throws -> [String: String] {
        let arguments: [RawText] = ["exec", "--host", RawText(host)] + options + ["--", "env", "-0"]
        let outcome = try await run(arguments, adding: more, raw: raw)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        return variables(outcome.output)
    }

    /// Reads what `env -0` writes.
    static func variables(_ bytes: [UInt8]) -> [String: String] {
        var all: [String: String] = [:]
        for entry in bytes.split(separator: 0) {
            let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            all[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts.last ?? [], as: UTF8.self)
        }
        return all
    }
}

/// Checks a refusal: the status, no product, one line that begins with the tool's name, no secret.
func expectRefusal(
    _ outcome: ProcessOutcome,
    _ status: Int32,
    saying text: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(outcome.exitStatus == status, "\(outcome.errorText)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(outcome.errorText.hasPrefix("dsql: "), "\(outcome.errorText)", sourceLocation: sourceLocation)
    #expect(outcome.errorText.contains(text) || text.isEmpty, "\(outcome.errorText)", sourceLocation: sourceLocation)
    for secret in [Tool.secretKey, Tool.sessionToken, "X-Amz-Signature=0"] {
        #expect(!outcome.errorText.contains(secret), sourceLocation: sourceLocation)
    }
}
