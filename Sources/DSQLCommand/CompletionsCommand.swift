import ArgumentParser

/// `dsql completions`: prints what makes a shell complete the tool's command lines.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration.tool(
        "completions",
        abstract: "Print the completion script of a shell.",
        discussion: """
            Commands, options and their values are completed, and profiles from the AWS config files. Packages bring \
            these scripts with them; after a copy of the tool alone, put one where the shell looks for it.

            Examples:
              source <(dsql completions bash)
              dsql completions zsh > ~/.zfunc/_dsql
              dsql completions fish > ~/.config/fish/completions/dsql.fish
            """
    )

    /// The shells.
    enum Shell: String, OptionChoice {
        case bash, zsh, fish
    }

    @Argument(help: "The shell: bash, zsh or fish.")
    var shell: Shell

    /// Prints the script.
    func run() throws {
        guard let shell = CompletionShell(rawValue: shell.rawValue) else {
            throw CommandFailure(.fault, "There is no completion script for \(shell.rawValue).")
        }
        let script = DSQL.$helpNames.withValue(DSQL.shellHelpNames) { DSQL.completionScript(for: shell) }
        try StandardOutput.write(script + "\n")
    }
}
