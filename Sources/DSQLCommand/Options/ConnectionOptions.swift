import ArgumentParser

/// The options that say where to log in, as whom and for how long: the same on every command that connects.
struct ConnectionOptions: ParsableArguments {
    @Argument(help: "A connection URL: postgres://user@host:port/database?region=...")
    var url: String?

    @Option(
        name: [.customShort("h", allowingJoined: true), .long, .customLong("hostname")],
        help: "The cluster's endpoint, or its 26-character ID. (default: PGHOST)"
    )
    var host: String?

    @Option(help: "The address to dial instead of looking the host up. (default: PGHOSTADDR)")
    var hostaddr: String?

    @Option(name: [.customShort("p", allowingJoined: true), .long], help: "The port. (default: PGPORT, 5432)")
    var port: String?

    @Option(
        name: [.customShort("U", allowingJoined: true), .long],
        help: "The database user. (default: PGUSER, admin)"
    )
    var user: String?

    @Option(
        name: [.customShort("d", allowingJoined: true), .long],
        help: "The database, or a connection URL. (default: PGDATABASE, postgres)"
    )
    var dbname: String?

    @Option(help: "The AWS Region. (default: from the host, then as the AWS CLI finds it)")
    var region: String?

    @Option(
        help: "The AWS profile to take credentials from. (default: AWS_PROFILE)",
        completion: .custom { _, _, _ in ProfileNames.all }
    )
    var profile: String?

    @Option(
        name: .customLong("expires-in"),
        help: ArgumentHelp("How long the token lasts, 1 to 604800 seconds. (default: 900)", valueName: "seconds")
    )
    var expiresIn: String?

    @Flag(help: "Say on standard error where credentials were looked for, and for what the token is.")
    var verbose = false
}
