import ArgumentParser
import AuroraDSQLCredentials
import FoundationEssentials

/// `dsql inspect`: says what a token is for.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration.tool(
        "inspect",
        abstract: "Say what a token is for and when it expires.",
        discussion: """
            Reads a token from standard input and shows its parts, never the signature or the session token. The \
            signature is not checked: only the cluster can do that.

            Examples:
              dsql token --host <id>.dsql.us-east-1.on.aws | dsql inspect
              printf %s "$PGPASSWORD" | dsql inspect
            """
    )

    @Argument(help: .hidden)
    var misplaced: [String] = []

    /// Reads the token and prints its parts.
    func run() throws {
        guard misplaced.isEmpty else {
            throw CommandFailure(
                .usage,
                "The token is read from standard input; an argument would show in `ps`.",
                remedy: "Use: printf %s \"$PGPASSWORD\" | dsql inspect."
            )
        }
        let report = try TokenReport(StandardInput.readToken(), now: Date())
        try StandardOutput.write(report.text)
    }
}
