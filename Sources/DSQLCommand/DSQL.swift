import ArgumentParser
import AuroraDSQL
import AuroraDSQLCredentials

/// The tool: its commands, and the way from the command line into one of them.
@main
struct DSQL: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "dsql",
            abstract: "Log in to Amazon Aurora DSQL with any program that speaks PostgreSQL.",
            discussion: """
                DSQL takes a short-lived token, signed with AWS credentials, as the password. The tool makes that token \
                and hands it to psql, pg_dump or any other program, with settings that verify the server.

                Examples:
                  dsql exec --host <id>.dsql.us-east-1.on.aws -- psql
                  PGPASSWORD="$(dsql token --host <id>.dsql.us-east-1.on.aws)"

                Exit status: 0 done; 64 wrong syntax; 65 a value that cannot be accepted; 69 something did not answer; \
                70 a fault of the tool or the machine; 77 credentials; exec: 126 command not executable, 127 not found, \
                otherwise the command's own.
                """,
            version: version,
            subcommands: commands.map { $0.documented },
            helpNames: helpNames
        )
    }

    static let version = AuroraDSQLVersion.current
    static let commands: [any ParsableCommand.Type] = [
        ExecCommand.self, TokenCommand.self, EnvCommand.self, CredentialsCommand.self, InspectCommand.self,
        DoctorCommand.self, CompletionsCommand.self,
    ]
    /// `-h` is the host, as in psql.
    @TaskLocal static var helpNames: NameSpecification = [.long, .customShort("?")]

    /// What shells complete: to each of them a question mark is a wildcard, and to fish no name at all.
    static let shellHelpNames: NameSpecification = [.long]

    /// Runs the command line and ends the process.
    static func main() {
        POSIX.guardStandardStreams()
        POSIX.end(run(.process).rawValue)
    }

    private static func run(_ arguments: ProcessArguments) -> ExitStatus {
        do {
            if let index = arguments.firstBrokenWord {
                throw CommandFailure(.usage, "Argument \(index) is not UTF-8.", remedy: "Write it in UTF-8.")
            }
            var command = try CommandLineParser(arguments.words).command()
            try command.run()
            return .success
        } catch let request as CommandLineParser.TextRequest {
            return write(request.text)
        } catch {
            StandardError.say(error)
            return ExitStatus(error)
        }
    }

    private static func write(_ text: String) -> ExitStatus {
        do { try StandardOutput.write(text) } catch {
            StandardError.say(error)
            return error.status
        }
        return .success
    }
}
