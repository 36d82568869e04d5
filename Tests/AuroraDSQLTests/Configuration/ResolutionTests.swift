import AuroraDSQL
import AuroraDSQLCredentials
import Testing

@Suite struct ResolutionTests {
    @Test func `a host alone resolves to the defaults`() throws {
        let parameters = try ConnectionConfiguration(host: clusterHost).resolve()
        #expect(parameters.endpoint.host == clusterHost)
        #expect(parameters.endpoint.region.name == "us-east-1")
        #expect(parameters.hostAddress == nil)
        #expect(parameters.port == 5432)
        #expect(parameters.user == "admin")
        #expect(parameters.database == "postgres")
        #expect(parameters.applicationName == "aurora-dsql-swift-libpq/\(AuroraDSQLVersion.current)")
        #expect(parameters.rootCertificatePath == debianBundle)
        #expect(parameters.connectTimeout == .seconds(15))
        #expect(parameters.tokenRequest.endpoint == parameters.endpoint)
        #expect(parameters.tokenRequest.user == "admin")
        #expect(parameters.tokenRequest.action == .dbConnectAdmin)
        #expect(parameters.tokenRequest.duration == .seconds(900))
    }

    @Test func `what was set arrives`() throws {
        let parameters = try ConnectionConfiguration(
            host: clusterID.uppercased(),
            hostAddress: "::1",
            port: 65_535,
            user: "reporting",
            database: "db",
            region: "eu-west-1",
            tokenDuration: .seconds(60),
            rootCertificatePath: "/ca.pem",
            connectTimeout: .milliseconds(1)
        ).resolve(files: ["/ca.pem"])
        #expect(parameters.endpoint.host == "\(clusterID).dsql.eu-west-1.on.aws")
        #expect(parameters.hostAddress == "::1")
        #expect(parameters.port == 65_535)
        #expect(parameters.database == "db")
        #expect(parameters.rootCertificatePath == "/ca.pem")
        #expect(parameters.connectTimeout == .milliseconds(1))
        #expect(parameters.tokenRequest.user == "reporting")
        #expect(parameters.tokenRequest.action == .dbConnect)
        #expect(parameters.tokenRequest.duration == .seconds(60))
    }

    @Test(arguments: [("admin", AuthToken.Action.dbConnectAdmin), ("Admin", .dbConnect), ("admin ", .dbConnect)])
    func `admin, exactly, asks for the other permission`(user: String, action: AuthToken.Action) throws {
        let parameters = try ConnectionConfiguration(host: clusterHost, user: user).resolve()
        #expect(parameters.tokenRequest.action == action)
    }

    @Test func `resolving changes nothing and says the same again`() throws {
        let configuration = ConnectionConfiguration(host: clusterID, hostAddress: "", region: "", ormPrefix: " x ")
        let before = configuration
        let first = try configuration.resolve(["AWS_REGION": "us-east-1"])
        let second = try configuration.resolve(["AWS_REGION": "us-east-1"])
        #expect(configuration == before)
        #expect(first == second)
        #expect(first.hostAddress == nil)
    }

    @Test func `no variable of libpq reaches a connection`() throws {
        let hostile = [
            "PGHOST": "evil.example.com", "PGHOSTADDR": "192.0.2.1", "PGPORT": "1", "PGUSER": "evil",
            "PGDATABASE": "evil", "PGPASSWORD": "evil", "PGSSLMODE": "disable", "PGSSLROOTCERT": "/evil.pem",
            "PGAPPNAME": "evil", "PGCONNECT_TIMEOUT": "1", "PGSERVICE": "evil", "PGSSLNEGOTIATION": "postgres",
            "PGOPTIONS": "-c evil=1", "DATABASE_URL": "postgres://evil", "USER": "evil",
        ]
        let configuration = ConnectionConfiguration(host: clusterHost)
        let files: Set = [debianBundle, "/evil.pem"]
        #expect(try configuration.resolve(hostile, files: files) == configuration.resolve(files: files))
    }

    @Test(
        arguments: [
            (nil, "us-east-2", "us-west-1", "us-east-2"), ("us-east-1", "us-east-2", "us-west-1", "us-east-1"),
            ("", "", "us-west-1", "us-west-1"), (nil, nil, "us-west-1", "us-west-1"),
        ] as [(String?, String?, String?, String)]
    )
    func `the Region is the argument, then the environment`(
        argument: String?,
        first: String?,
        second: String?,
        expected: String
    ) throws {
        var variables: [String: String] = [:]
        variables["AWS_REGION"] = first
        variables["AWS_DEFAULT_REGION"] = second
        let parameters = try ConnectionConfiguration(host: clusterID, region: argument).resolve(variables)
        #expect(parameters.endpoint.region.name == expected)
        let named = try ConnectionConfiguration(host: clusterHost).resolve(variables)
        #expect(named.endpoint.region.name == "us-east-1")
    }

    @Test func `a refusal of the credentials module is kept as cause, with its sentence`() {
        #expect { try ConnectionConfiguration(host: "localhost").resolve() } throws: { error in
            guard let error = error as? DSQLError, let cause = error.cause as? CredentialsError else { return false }
            return error.code == .invalidConfiguration && cause.code == .regionRequired
                && error.message == cause.message && error.remedy == cause.remedy
        }
    }
}
