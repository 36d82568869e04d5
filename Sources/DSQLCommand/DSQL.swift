import ArgumentParser

/// The tool's root command.
@main
struct DSQL: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "dsql", version: "0.1.0")
}
