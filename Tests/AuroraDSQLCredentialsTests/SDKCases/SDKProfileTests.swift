import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite(.enabled(if: SDKCases.folder != nil, SDKCases.reason))
struct SDKProfileTests {
    private static let parser = SDKCases.cases(
        SDKCases.json("profile-parser-tests.json")["tests"],
        named: "name"
    )
    private static let locations = SDKCases.cases(
        SDKCases.json("file-location-tests.json")["tests"],
        named: "name"
    )
    private static let chains = SDKCases.cases(SDKCases.json("assume-role-tests.json"), named: "docs")

    @Test func `the files are there`() {
        #expect(!SDKProfileTests.parser.isEmpty)
        #expect(!SDKProfileTests.locations.isEmpty)
        #expect(!SDKProfileTests.chains.isEmpty)
    }

    @Test(arguments: parser)
    func `a file is read as the SDKs read it`(_ test: SDKCases.Case) throws {
        let row = ParserCase(
            group: "SDKs",
            value: .object([
                "config": test.value["input"]?["configFile"] ?? .string(""),
                "credentials": test.value["input"]?["credentialsFile"] ?? .string(""),
            ])
        )
        guard let expected = test.value["output"]?["config"] else {
            #expect(throws: CredentialsError(.invalidConfiguration, "")) { try row.read() }
            return
        }
        let read = try row.read()
        // The values as they stand: nested blocks are text there.
        #expect(JSONValue.object(read.profiles.mapValues(SDKProfileTests.text)) == expected["profiles"])
        if let sessions = expected["sso_sessions"] {
            #expect(JSONValue.object(read.ssoSessions.mapValues(SDKProfileTests.text)) == sessions)
        }
    }

    private static func text(_ section: ConfigurationSection) -> JSONValue {
        .object(section.settings.mapValues { .string($0) })
    }

    @Test(arguments: locations.filter { $0.value["platform"]?.string == "linux" })
    func `the files lie where the SDKs look for them`(_ test: SDKCases.Case) {
        let environment = Environment((test.value["environment"]?.members ?? [:]).compactMapValues(\.string))
        let paths = ConfigurationPaths(environment: environment, files: MemoryFileSystem())
        #expect(paths.config == test.value["configLocation"]?.string)
        #expect(paths.credentials == test.value["credentialsLocation"]?.string)
        let profile = ProfileName(argument: nil, environment: environment)
        #expect(profile.name == test.value["profile"]?.string ?? "default")
    }

    @Test(arguments: chains)
    func `a profile leads where it leads the SDKs`(_ test: SDKCases.Case) throws {
        var configuration = SharedConfiguration()
        let input = test.value["input"]
        configuration.profiles = (input?["profiles"]?.members ?? [:]).mapValues { ConfigurationSection(json: $0) }
        configuration.ssoSessions = (input?["sso_sessions"]?.members ?? [:]).mapValues {
            ConfigurationSection(json: $0)
        }
        let name = input?["selected_profile"]?.string ?? ""
        // A session without account and role gives a token and no credentials: here that is an error.
        let isTokenOnly = test.name == "SSO token profile selected"
        guard let expected = test.value["output"]?["ProfileChain"], !isTokenOnly else {
            #expect(throws: CredentialsError.self) { try ProfilePlan.resolve(name, in: configuration) }
            return
        }
        let plan = try ProfilePlan.resolve(name, in: configuration)
        #expect(JSONValue.array([SDKProfileTests.json(plan.source)] + plan.roles.map(SDKProfileTests.json)) == expected)
    }

    private static func object(_ name: String, _ members: [String: String?]) -> JSONValue {
        .object([name: .object(members.compactMapValues { $0.map { .string($0) } })])
    }

    private static func json(_ role: AssumedRole) -> JSONValue {
        object(
            "AssumeRole",
            ["role_arn": role.arn, "role_session_name": role.sessionName, "external_id": role.externalID]
        )
    }

    private static func json(_ source: ProfilePlan.Source) -> JSONValue {
        switch source {
        case .keys(let keys):
            object(
                "AccessKey",
                [
                    "access_key_id": keys.accessKeyID, "secret_access_key": keys.secretAccessKey,
                    "session_token": keys.sessionToken, "account_id": keys.accountID,
                ]
            )
        case .webIdentity(let role):
            object(
                "WebIdentityToken",
                [
                    "role_arn": role.arn, "web_identity_token_file": role.tokenFile,
                    "role_session_name": role.sessionName,
                ]
            )
        case .singleSignOn(let source):
            object(
                "Sso",
                [
                    "sso_session": source.session, "sso_region": source.region, "sso_start_url": source.startURL,
                    "sso_account_id": source.accountID, "sso_role_name": source.roleName,
                ]
            )
        case .external(let source): .object(["NamedSource": .string(source.rawValue)])
        case .login(let session): object("Login", ["login_session": session])
        case .process(let command): object("CredentialProcess", ["command": command])
        }
    }
}
