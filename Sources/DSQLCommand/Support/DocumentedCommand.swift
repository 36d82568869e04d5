import ArgumentParser

/// A command as the whole tool shows it: with the names that ask for help.
///
/// The command alone goes without them, since the parser puts them together anew for each command line, which costs a
/// twelfth of `dsql token`. Who asks for help is wrong there, and comes here.
struct DocumentedCommand<Command: ParsableCommand>: ParsableCommand, DocumentedCommandProtocol {
    static var configuration: CommandConfiguration {
        var configuration = Command.configuration
        configuration.helpNames = DSQL.helpNames
        return configuration
    }

    @OptionGroup var command: Command

    var anyCommand: any ParsableCommand { command }
}

/// A documented command of whatever type.
protocol DocumentedCommandProtocol {
    /// The command, ready to run.
    var anyCommand: any ParsableCommand { get }
}

extension ParsableCommand {
    /// The command with the names that ask for help.
    static var documented: any ParsableCommand.Type { DocumentedCommand<Self>.self }
}
