import ArgumentParser
import AuroraDSQLCredentials

/// `dsql credentials`: says which credentials the search finds, or prints them for the AWS CLI.
struct CredentialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration.tool(
        "credentials",
        abstract: "Say which AWS credentials are found, and where.",
        discussion: """
            Asks the sources of credentials in the order of the AWS CLI, until one answers. The summary says what each \
            one said, and shows no secret; `--format process` prints the credentials themselves, in the form that \
            `credential_process` in an AWS config file takes.

            Examples:
              dsql credentials
              dsql credentials --profile prod --format process
            """
    )

    /// The forms in which credentials are printed.
    enum Format: String, Sendable, OptionChoice {
        case summary, process
    }

    @Option(help: "The form: summary, or process (JSON with the secrets).")
    var format: Format = .summary

    @Option(
        help: "The AWS profile to take credentials from. (default: AWS_PROFILE)",
        completion: .custom { _, _, _ in ProfileNames.all }
    )
    var profile: String?

    /// Searches and prints what came of it.
    func run() throws {
        let chain = CredentialsSource.chain(profile: profile)
        let search = try InlineExecutor.run { await chain.search() }
        let credentials: Credentials
        do {
            credentials = try search.result.get()
        } catch {
            // Standard output is for what was found. An error that found nothing names every source by itself.
            if search.isBroken { for line in CredentialsReport.lines(of: search) { StandardError.say(line) } }
            throw error
        }
        switch format {
        case .summary: try StandardOutput.write(CredentialsReport.summary(of: search, credentials))
        case .process: try StandardOutput.write(CredentialsReport.process(credentials))
        }
    }
}

extension CredentialsSearch {
    /// Whether a source that is set up failed.
    fileprivate var isBroken: Bool {
        attempts.contains { attempt in
            if case .failed = attempt.outcome { true } else { false }
        }
    }
}
