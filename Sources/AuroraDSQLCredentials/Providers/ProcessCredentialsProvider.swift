public import Logging

/// A provider of the credentials that a command prints, as `credential_process` names one.
///
/// ```swift
/// let provider = ProcessCredentialsProvider(command: "/opt/bin/corporate-login --account 123456789012")
/// ```
///
/// The command is run anew at each call, by `/bin/sh -c` with this process's environment, standard input closed and
/// standard error passed through. It has to end with the status 0 within 60 seconds and print at most 64 KiB of JSON:
/// `Version` (1), `AccessKeyId`, `SecretAccessKey`, and where it has them `SessionToken`, `Expiration` (ISO 8601) and
/// `AccountId`. Throws ``CredentialsError`` with ``CredentialsError/Code/processFailed``,
/// ``CredentialsError/Code/timedOut``, ``CredentialsError/Code/malformedResponse`` or
/// ``CredentialsError/Code/expired``; no error repeats the command or its output. A cancelled task returns at once, and
/// the command is ended with all that it started.
///
/// Source: "Process credential provider" in the AWS SDKs and Tools Reference Guide.
public struct ProcessCredentialsProvider: CredentialsProvider {
    private static let timeout = Duration.seconds(60)
    private static let outputLimit = 64 << 10
    private static let source = "A credential process"

    private let command: String
    private let context: ProviderContext

    /// Creates a provider that runs `command`.
    public init(command: String, logger: Logger? = nil) {
        self.init(command: command, context: .live(logger: logger))
    }

    package init(command: String, context: ProviderContext) {
        self.command = command
        self.context = context
    }

    /// Runs the command and reads what it prints.
    public func credentials() async throws -> Credentials {
        guard command.trimmedOrNil != nil else {
            throw CredentialsError(.invalidConfiguration, "The command of a credential process is empty.")
        }
        let result = try await context.processes.run(
            shellCommand: command,
            environment: context.environment.all,
            timeout: ProcessCredentialsProvider.timeout,
            outputLimit: ProcessCredentialsProvider.outputLimit
        )
        try ProcessCredentialsProvider.check(result.ending)
        return try read(result.output)
    }

    private func read(_ output: [UInt8]) throws(CredentialsError) -> Credentials {
        let source = ProcessCredentialsProvider.source
        let answer = try CredentialsAnswer(parsing: output, from: source)
        guard let version = answer.number("Version") else {
            throw CredentialsError(.malformedResponse, "The answer of \(source) has no Version.")
        }
        guard version == 1 else {
            throw CredentialsError(.malformedResponse, "\(source) answered with a Version other than 1.")
        }
        let credentials = Credentials(
            accessKeyID: try answer.required("AccessKeyId"),
            secretAccessKey: try answer.required("SecretAccessKey"),
            sessionToken: answer.text("SessionToken"),
            expiration: try answer.expiration(),
            accountID: answer.text("AccountId")
        )
        guard !credentials.isExpired(at: context.clock.now()) else {
            throw CredentialsAnswer.expired(credentials, from: source)
        }
        return credentials
    }

    private static func check(_ ending: ProcessResult.Ending) throws(CredentialsError) {
        let remedy = "Run the credential_process of the profile by hand to see what it says."
        switch ending {
        case .exited(0): return
        case .exited(127):
            throw CredentialsError(
                .processFailed,
                "\(source) ended with the status 127: no such command.",
                remedy: remedy
            )
        case .exited(let status):
            throw CredentialsError(.processFailed, "\(source) ended with the status \(status).", remedy: remedy)
        case .signalled(let number):
            throw CredentialsError(.processFailed, "\(source) was ended by the signal \(number).", remedy: remedy)
        }
    }
}
