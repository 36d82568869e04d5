import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct ConfigurationPathsTests {
    @Test(
        arguments: [
            ([:], nil, nil, nil),
            ([:], "/home/db", "/home/db/.aws/config", "/home/db/.aws/credentials"),
            (["HOME": "/h"], "/home/db", "/h/.aws/config", "/h/.aws/credentials"),
            (["HOME": ""], "/home/db", "/home/db/.aws/config", "/home/db/.aws/credentials"),
            (["HOME": "/h/"], nil, "/h/.aws/config", "/h/.aws/credentials"),
            (["HOME": "/"], nil, "//.aws/config", "//.aws/credentials"),
            (["HOME": "/h", "AWS_CONFIG_FILE": "/c"], nil, "/c", "/h/.aws/credentials"),
            (["HOME": "/h", "AWS_CONFIG_FILE": "  "], nil, "/h/.aws/config", "/h/.aws/credentials"),
            (["HOME": "/h", "AWS_SHARED_CREDENTIALS_FILE": "c"], nil, "/h/.aws/config", "c"),
            (["AWS_CONFIG_FILE": "/c"], nil, "/c", nil),
        ] as [([String: String], String?, String?, String?)]
    )
    func `the files lie where the variables and the home say`(
        _ environment: [String: String],
        _ home: String?,
        _ config: String?,
        _ credentials: String?
    ) {
        let paths = ConfigurationPaths(environment: Environment(environment), files: MemoryFileSystem(home: home))
        #expect(paths.config == config)
        #expect(paths.credentials == credentials)
    }

    @Test(arguments: [
        ("~", "/h"), ("~/x", "/h/x"), ("~other/x", "/home/other/x"), ("~nobody/x", "~nobody/x"), ("a~", "a~"),
        ("/x/~", "/x/~"), ("$D/x", "/data/x"), ("${D}x", "/datax"), ("$Dx", "$Dx"), ("$NONE/x", "$NONE/x"),
        ("${NONE}/x", "${NONE}/x"), ("$", "$"), ("a$", "a$"), ("$$D", "$/data"), ("${D", "${D"), ("${}", "${}"),
        ("$T/x", "/h/x"), ("", ""),
    ])
    func `a path is what a shell makes of it`(_ path: String, _ expanded: String) {
        let environment = Environment(["HOME": "/h", "D": "/data", "T": "~"])
        #expect(
            ConfigurationPaths.expanded(path, environment: environment, files: MemoryFileSystem()) == expanded
        )
    }

    @Test(
        arguments: [
            (nil, [:], "default", ProfileName.Origin.nobody),
            ("a", ["AWS_PROFILE": "b"], "a", .argument),
            (" ", ["AWS_PROFILE": "b"], "b", .environment("AWS_PROFILE")),
            (nil, ["AWS_PROFILE": "b", "AWS_DEFAULT_PROFILE": "c"], "b", .environment("AWS_PROFILE")),
            (nil, ["AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "c"], "c", .environment("AWS_DEFAULT_PROFILE")),
            (nil, ["AWS_PROFILE": "default"], "default", .environment("AWS_PROFILE")),
        ] as [(String?, [String: String], String, ProfileName.Origin)]
    )
    func `a profile is chosen`(
        _ argument: String?,
        _ environment: [String: String],
        _ name: String,
        _ origin: ProfileName.Origin
    ) {
        let choice = ProfileName(argument: argument, environment: Environment(environment))
        #expect(choice == ProfileName(name: name, origin: origin))
    }

    @Test func `a missing profile is nil only when nobody named it`() throws {
        let configuration = SharedConfiguration()
        #expect(try configuration.profile(ProfileName(name: "default", origin: .nobody)) == nil)
        #expect(throws: CredentialsError(.invalidConfiguration, "")) {
            try configuration.profile(ProfileName(name: "default", origin: .environment("AWS_PROFILE")))
        }
    }

    @Test func `an unreadable file is an error`() {
        let world = TestWorld(
            environment: ["HOME": "/h"],
            files: MemoryFileSystem(unreadable: ["/h/.aws/config"])
        )
        #expect(throws: CredentialsError(.fileUnreadable, "")) { try SharedConfiguration.load(world.context) }
    }
}
