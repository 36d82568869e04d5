import ArgumentParser
import AuroraDSQLCredentials

/// `dsql env`: prints the environment of `exec` for a shell to evaluate.
struct EnvCommand: ParsableCommand {
    static let configuration = CommandConfiguration.tool(
        "env",
        abstract: "Print the environment of `dsql exec` for a shell to evaluate.",
        discussion: """
            Prints the variables that `dsql exec` sets and unsets. The token among them opens connections for as \
            long as --expires-in says.

            Examples:
              eval "$(dsql env --host <id>.dsql.us-east-1.on.aws)" && psql
              dsql env --format fish --host <id>.dsql.us-east-1.on.aws | source
            """
    )

    @Option(help: "The language: bash (for every POSIX shell), fish, powershell or json.")
    var format: EnvironmentScript.Format = .bash

    @OptionGroup(title: "Connection options") var connection: ConnectionOptions

    /// Makes a token and prints the environment.
    func run() throws {
        let environment = try ConnectionSettings(connection).childEnvironment()
        try StandardOutput.write(EnvironmentScript(environment).text(format))
    }
}
