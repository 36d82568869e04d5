import ArgumentParser
import AuroraDSQLCredentials

/// `dsql token`: prints a token.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration.tool(
        "token",
        abstract: "Print a token: the password for one login.",
        discussion: """
            Prints one token and a line end on standard output, and nothing else: made for programs that ask a \
            command for their password. A token is checked only when a connection is opened.

            Examples:
              PGPASSWORD="$(dsql token --host <id>.dsql.us-east-1.on.aws)" pgcli ...
              dsql token --host <id> --region us-east-1 --user reporting --format json
            """
    )

    @Option(help: "The form: token, json, pgpass (a line of a passfile) or uri (a postgresql:// URL). (default: token)")
    var format: TokenText.Format?

    @Option(help: "The permission to ask for: DbConnect or DbConnectAdmin. (default: what the user needs)")
    var action: TokenAction?

    @OptionGroup(title: "Connection options") var connection: ConnectionOptions

    /// Makes the token and prints it.
    func run() throws {
        let settings = try ConnectionSettings(connection)
        let certificates = format == .uri ? try settings.rootCertificates() : nil
        let token = try TokenSource(settings).mint(action: action?.action)
        let text = TokenText(settings: settings, token: token)
        try StandardOutput.write(try text.text(format ?? .token, rootCertificates: certificates))
    }
}
