import ArgumentParser
import AuroraDSQLCredentials

/// `dsql exec`: sets the environment for libpq and becomes the command.
struct ExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration.tool(
        "exec",
        abstract: "Run a command that logs in with a token.",
        discussion: """
            Makes a token, sets PGPASSWORD and the other variables of libpq, and becomes the command: the same \
            process, terminal, signals and exit status. The server is always verified. The token opens connections \
            for as long as --expires-in says; connections that are open stay open. For a command that opens new ones \
            later, --refresh stays beside it and keeps a passfile with a fresh token.

            Examples:
              dsql exec --host <id>.dsql.us-east-1.on.aws -- psql -c 'SELECT 1'
              dsql exec --profile prod -U reporting -h <id> -- python3 report.py
            """
    )

    @Flag(help: "Stay beside the command, and keep a passfile with a fresh token for it.")
    var refresh = false

    @Option(
        name: .customLong("export"),
        help: ArgumentHelp("Also set this variable to a connection URL; may be repeated.", valueName: "name")
    )
    var exports: [String] = []

    @Flag(name: .customLong("scrub-aws"), help: "Take the AWS keys out of the command's environment.")
    var scrubsAWS = false

    @OptionGroup(title: "Connection options") var connection: ConnectionOptions

    @Argument(parsing: .postTerminator, help: "The command, after `--`, with its arguments.")
    var command: [String] = []

    /// Becomes the command.
    func run() throws {
        guard let name = command.first else { throw missingCommand }
        let signals = POSIX.SignalState()
        let extras = try ChildExtras(exports: exports, scrubsAWS: scrubsAWS)
        let settings = try ConnectionSettings(connection)
        if refresh {
            return try RefreshingRun(settings, extras: extras, signals: signals).run(lastWords: command.count)
        }
        try settings.childEnvironment(extras).apply()
        signals.restore()
        throw Self.failure(of: name, ProcessArguments.become(lastWords: command.count))
    }

    private var missingCommand: CommandFailure {
        CommandFailure(
            .usage,
            "The command to run is missing.",
            remedy: "Give it after `--`: dsql exec [options] -- COMMAND [ARG...]."
        )
    }

    static func failure(of name: String, _ reason: POSIX.Failure) -> CommandFailure {
        switch reason {
        case .notFound:
            CommandFailure(
                .notFound,
                "The command \(Quoted(name)) was not found.",
                remedy: "Check its name, and PATH; for a script, the interpreter in its first line."
            )
        case .notAllowed:
            CommandFailure(
                .notExecutable,
                "The command \(Quoted(name)) cannot be executed: \(reason.text).",
                remedy: "Check that it is a program and that you may execute it."
            )
        case .tooLong:
            CommandFailure(
                .notExecutable,
                "The command \(Quoted(name)) cannot be executed: its arguments and environment are too long.",
                remedy: "Shorten the arguments, or unset large variables."
            )
        default: CommandFailure(.notExecutable, "The command \(Quoted(name)) cannot be executed: \(reason.text).")
        }
    }
}
