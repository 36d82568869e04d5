import AuroraDSQL
import AuroraDSQLCredentials

extension ConnectionSettings {
    /// Settles the options: each setting comes from its option or the URL, then from its `PG*` variable, then from the
    /// defaults.
    ///
    /// What both the URL and an option say must be the same: psql lets the URL win without a word, and then a script
    /// logs in elsewhere than its options say.
    init(_ options: ConnectionOptions) throws {
        let url = try Self.url(options)
        guard let host = try Self.one(options.host, url?.host, "host", same: Self.isSameHost) ?? Self.variable("PGHOST")
        else {
            throw CommandFailure(
                .usage,
                "The host is missing.",
                remedy: "Give the cluster's endpoint or ID: --host, a connection URL, or PGHOST."
            )
        }
        var configuration = ConnectionConfiguration(host: host)
        configuration.hostAddress = try Self.one(options.hostaddr, url?.hostAddress, "hostaddr")
        configuration.port =
            try Self.one(options.port.map(SettingRules.port), url?.port, "port")
            ?? Self.variable("PGPORT").map(SettingRules.port) ?? ConnectionConfiguration.defaultPort
        configuration.user =
            try Self.one(options.user, url?.user, "user") ?? Self.variable("PGUSER")
            ?? ConnectionConfiguration.defaultUser
        configuration.database =
            try Self.one(Self.database(options), url?.database, "dbname") ?? Self.variable("PGDATABASE")
            ?? ConnectionConfiguration.defaultDatabase
        configuration.region = try Self.one(options.region, url?.region, "region")
        configuration.profile = try Self.one(options.profile, url?.profile, "profile")
        configuration.ormPrefix = url?.ormPrefix
        configuration.applicationName = url?.applicationName
        let duration = try Self.one(
            options.expiresIn.map(SettingRules.tokenDuration(seconds:)),
            url?.tokenDuration,
            "expires-in"
        )
        if let duration { configuration.tokenDuration = duration }

        try Self.completeRegion(of: &configuration)
        // The file of certificates is looked for by those commands that need one.
        let parameters = try configuration.resolve(driver: "dsql", environment: .tool, isReadable: { _ in true })
        endpoint = parameters.endpoint
        hostAddress = parameters.hostAddress
        port = parameters.port
        user = parameters.user
        database = parameters.database
        applicationName = parameters.applicationName
        connectTimeout = url?.connectTimeout?.components.seconds
        certificateFile = url?.rootCertificatePath
        profile = configuration.profile.flatMap(\.trimmedOrNil)
        self.duration = configuration.tokenDuration
        isDurationAsked = duration != nil
        isVerbose = options.verbose
    }

    /// Finds the Region of a bare cluster ID, which may take the shared files and the instance's metadata.
    private static func completeRegion(of configuration: inout ConnectionConfiguration) throws {
        let given = configuration
        guard given.region?.nonEmpty == nil, case .clusterID? = try? ClusterHost(given.host) else { return }
        let endpoint = try InlineExecutor.run {
            try await ClusterEndpoint.resolve(
                given.host,
                region: nil,
                profile: given.profile,
                context: CredentialsSource.context
            )
        }
        configuration.region = endpoint.region.name
    }

    /// The URL: the argument, or `--dbname`, which is taken for one as in psql.
    private static func url(_ options: ConnectionOptions) throws -> ConnectionURL? {
        let asDatabase = options.dbname.flatMap { ConnectionURL.isConnectionURL($0) ? $0 : nil }
        guard let text = options.url ?? asDatabase else { return nil }
        guard options.url == nil || asDatabase == nil else {
            throw CommandFailure(.usage, "There are two connection URLs.", remedy: "Give one.")
        }
        guard ConnectionURL.isConnectionURL(text) else {
            // Not repeated: what stands in the wrong place may be a password.
            throw CommandFailure(
                .usage,
                "The argument is not a connection URL.",
                remedy: "Write postgres://<user>@<host>/<database>; a host alone is --host, and the command of "
                    + "`dsql exec` comes after `--`."
            )
        }
        return try ConnectionURL(text)
    }

    private static func database(_ options: ConnectionOptions) -> String? {
        options.dbname.flatMap { ConnectionURL.isConnectionURL($0) ? nil : $0 }
    }

    private static func isSameHost(_ one: String, _ other: String) -> Bool {
        guard let one = try? ClusterHost(one), let other = try? ClusterHost(other) else { return one == other }
        return one == other
    }

    /// The value that was given, where option and URL do not contradict each other.
    private static func one<Value: Equatable>(
        _ option: Value?,
        _ fromURL: Value?,
        _ name: String,
        same: (Value, Value) -> Bool = { $0 == $1 }
    ) throws(CommandFailure) -> Value? {
        if let option, let fromURL, !same(option, fromURL) {
            throw CommandFailure(
                .usage,
                "--\(name) and the connection URL contradict each other.",
                remedy: "Give the value once."
            )
        }
        return option ?? fromURL
    }

    /// A variable of libpq's; an empty one counts as unset.
    private static func variable(_ name: String) throws(CommandFailure) -> String? {
        switch POSIX.variable(name) {
        case .unset: nil
        case .text(let value): value.isEmpty ? nil : value
        case .notText: throw CommandFailure(.badValue, "\(name) is not UTF-8.", remedy: "Correct or unset it.")
        }
    }
}
