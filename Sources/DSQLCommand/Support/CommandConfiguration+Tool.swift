import ArgumentParser

extension CommandConfiguration {
    /// The configuration of one of the tool's commands: a name, a line and a text for its help.
    static func tool(_ name: String, abstract: String, discussion: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name,
            // Keeps the parser from parsing each command line three times: the other two look for requests of
            // completion scripts, which only the root answers. Worth a twelfth of `dsql token`.
            _superCommandName: "dsql",
            abstract: abstract,
            discussion: discussion,
            version: DSQL.version,
            // See `DocumentedCommand`.
            helpNames: []
        )
    }
}
