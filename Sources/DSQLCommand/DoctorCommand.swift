import ArgumentParser
import AuroraDSQLCredentials

/// `dsql doctor`: goes the way in step by step and says where it ends.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration.tool(
        "doctor",
        abstract: "Try the way in step by step, and name the first broken one.",
        discussion: """
            Checks the endpoint, the Region, the credentials, the clock, the CA bundle, the name look-up, the \
            connection and TLS, then logs in and out. Says what to do about the first step that is broken.

            Examples:
              dsql doctor --host <id>.dsql.us-east-1.on.aws
              dsql doctor --profile prod -U reporting -h <id>.dsql.eu-west-1.on.aws --json
            """
    )

    @Flag(help: "Print the report as JSON.")
    var json = false

    @OptionGroup(title: "Connection options") var connection: ConnectionOptions

    /// Examines and prints the report, which is the product whatever it says.
    func run() throws {
        let (report, finding) = try Doctor(connection).examine()
        try StandardOutput.write(json ? report.json : report.text)
        guard let finding else { return }
        var failure = CommandFailure(finding.status, finding.text, remedy: finding.remedy)
        // A person at a terminal has just read it.
        failure.isSaid = !json && POSIX.isTerminal(1)
        throw failure
    }
}
