import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

@Suite struct InstanceMetadataCredentialsProviderTests {
    typealias Service = InstanceMetadataWorld

    static let role = [
        Service.token(), Service.get(Service.extended, "app-role"),
        Service.get(Service.extended + "app-role", Service.answer()),
    ]
    static let withoutToken = [
        Service.get(Service.extended, "app-role", token: nil),
        Service.get(Service.extended + "app-role", Service.answer(), token: nil),
    ]

    @discardableResult
    func ask(_ service: InstanceMetadataWorld) async throws -> Credentials {
        defer {
            let shown = service.world.log.lines
            for secret in Service.secrets { #expect(!shown.contains { $0.contains(secret) }) }
        }
        return try await service.provider.credentials()
    }

    func failure(_ exchanges: [ReplayExchange], environment: [String: String] = [:]) async throws -> CredentialsError {
        let service = InstanceMetadataWorld(exchanges, environment: environment)
        let error = try await #require(throws: CredentialsError.self) { try await ask(service) }
        for secret in Service.secrets { #expect(!String(reflecting: error).contains(secret)) }
        #expect(service.world.deviations.isEmpty)
        return error
    }

    @Test func `the role that the service names is asked for with a session token`() async throws {
        let service = InstanceMetadataWorld(Self.role)
        let expected = Credentials(
            accessKeyID: "ASIAINSTANCE",
            secretAccessKey: "instance-secret",
            sessionToken: "instance-session",
            expiration: Date(timeIntervalSince1970: 1_756_317_600),
            accountID: "123456789012"
        )
        #expect(try await ask(service) == expected)
        #expect(service.world.deviations.isEmpty)
        #expect(
            service.world.http.requests.allSatisfy { $0.timeout == .seconds(1) && $0.connectTimeout == .seconds(1) }
        )
    }

    @Test func `role and session token are kept for the next call`() async throws {
        let service = InstanceMetadataWorld(Self.role + [Service.get(Service.extended + "app-role", Service.answer())])
        try await ask(service)
        try await ask(service)
        #expect(service.world.deviations.isEmpty)
    }

    @Test(
        arguments: [("120", 59.0, false), ("120", 61, true), (nil, 21_539, false), (nil, 21_541, true)]
            as [(String?, Double, Bool)]
    )
    func `a session token is used until a minute before its end`(
        life: String?,
        seconds: Double,
        isNew: Bool
    ) async throws {
        var exchanges = Self.role
        exchanges[0] = Service.token(life: life)
        if isNew { exchanges.append(Service.token("metadata-token-2")) }
        exchanges.append(
            Service.get(
                Service.extended + "app-role",
                Service.answer(),
                token: isNew ? "metadata-token-2" : "metadata-token"
            )
        )
        let service = InstanceMetadataWorld(exchanges)
        try await ask(service)
        service.world.clock.advance(seconds: seconds)
        try await ask(service)
        #expect(service.world.deviations.isEmpty)
    }

    @Test func `a session token comes without its line end`() async throws {
        var exchanges = Self.role
        exchanges[0] = Service.token("metadata-token\r\n")
        exchanges[1] = Service.get(Service.extended, "app-role\n")
        let service = InstanceMetadataWorld(exchanges)
        try await ask(service)
        #expect(service.world.deviations.isEmpty)
    }

    @Test(arguments: [403, 404, 405])
    func `a refused session token leads to version 1`(status: Int) async throws {
        let service = InstanceMetadataWorld(
            [Service.token(status: status)]
                + Self.withoutToken.flatMap { [$0] }.enumerated().flatMap { index, exchange in
                    index == 0 ? [exchange] : [Service.token(status: status), exchange]
                }
        )
        #expect(try await ask(service).accessKeyID == "ASIAINSTANCE")
        #expect(service.world.deviations.isEmpty)
    }

    @Test func `a session token that never comes leads to version 1`() async throws {
        let service = InstanceMetadataWorld([
            Service.token(.timedOut), Self.withoutToken[0], Service.token(.timedOut), Self.withoutToken[1],
        ])
        #expect(try await ask(service).accessKeyID == "ASIAINSTANCE")
        #expect(service.world.deviations.isEmpty)
    }

    @Test(arguments: ["AWS_EC2_METADATA_V1_DISABLED", nil], [403, 404, 405])
    func `version 1 can be disabled`(variable: String?, status: Int) async throws {
        var settings = InstanceMetadataSettings()
        if variable == nil { settings.isV1Disabled = "TRUE" }
        let service = InstanceMetadataWorld(
            [Service.token(status: status)],
            environment: variable.map { [$0: "true"] } ?? [:],
            settings: settings
        )
        let error = try await #require(throws: CredentialsError.self) { try await ask(service) }
        #expect(error.code == .refused)
        #expect(error.message.contains("version 1"))
        #expect(service.world.deviations.isEmpty)
    }

    @Test func `a session token of another form is an error`() async throws {
        for text in ["", "a b", "a\u{0}b", "t\u{F6}ken"] {
            #expect(try await failure([Service.token(text)]).code == .malformedResponse)
        }
        #expect(try await failure([Service.token(status: 400)]).code == .refused)
    }

    @Test func `a session token that is refused later is replaced once`() async throws {
        let service = InstanceMetadataWorld(
            [
                Service.token("metadata-token-1"),
                Service.get(Service.extended, status: 401, token: "metadata-token-1"),
            ] + Self.role
        )
        try await ask(service)
        #expect(service.world.deviations.isEmpty)
        let stubborn = [
            Service.token("metadata-token-1"), Service.get(Service.extended, status: 401, token: "metadata-token-1"),
            Service.token(), Service.get(Service.extended, status: 401),
        ]
        #expect(try await failure(stubborn).code == .refused)
    }

    @Test func `no service is not set up, unless somebody named it`() async throws {
        #expect(try await failure([Service.token(.unreachable)]).code == .notConfigured)
        let silent = [Service.token(.timedOut), Service.get(Service.extended, .timedOut)]
        #expect(try await failure(silent).code == .notConfigured)
        let named = ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"]
        #expect(try await failure([Service.token(.unreachable)], environment: named).code == .unreachable)
        #expect(try await failure([], environment: ["AWS_EC2_METADATA_DISABLED": "True"]).code == .notConfigured)
    }

    @Test func `a service that falls silent is a fault`() async throws {
        #expect(try await failure([Service.token(), Service.get(Service.extended, .timedOut)]).code == .timedOut)
    }

    @Test func `no role is not set up`() async throws {
        let none = [
            Service.token(), Service.get(Service.extended, status: 404), Service.get(Service.legacy, status: 404),
        ]
        #expect(try await failure(none).code == .notConfigured)
        #expect(try await failure([Service.token(), Service.get(Service.extended, " \n")]).code == .notConfigured)
    }

    @Test(arguments: ["../../x", "a/b", "<html>", "a?b", String(repeating: "a", count: 129)])
    func `a role that cannot be one is never asked for`(name: String) async throws {
        #expect(try await failure([Service.token(), Service.get(Service.extended, name)]).code == .malformedResponse)
        let named = ["AWS_EC2_INSTANCE_PROFILE_NAME": name]
        #expect(try await failure([], environment: named).code == .invalidConfiguration)
    }

    @Test func `a busy service is asked three times, a silent one as often as was set`() async throws {
        let busy = Service.get(Service.extended, status: 503)
        let service = InstanceMetadataWorld(
            [Service.token(status: 500), Service.token(), busy, busy] + Self.role.dropFirst()
        )
        try await ask(service)
        #expect(service.world.deviations.isEmpty)
        #expect(service.world.clock.waits == [.milliseconds(500), .milliseconds(500), .seconds(1)])
        #expect(try await failure([Service.token(), busy, busy, busy]).code == .unreachable)

        let often = ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "2"]
        let patient = InstanceMetadataWorld(
            [Service.token(.unreachable)] + [Service.token(), Service.get(Service.extended, .timedOut)]
                + Self.role.dropFirst(),
            environment: often
        )
        try await ask(patient)
        #expect(patient.world.deviations.isEmpty)
        #expect(
            try await failure([Service.token(.unreachable), Service.token(.unreachable)], environment: often).code
                == .notConfigured
        )
    }

    @Test(
        arguments: [
            (#"{"Code": "AssumeRoleUnauthorizedAccess", "Message": "no\ntrust"}"#, .refused, #"no\ntrust"#),
            (#"{"Code": "Failed", "SecretAccessKey": "instance-secret"}"#, .refused, "Failed"),
            ("{}", .malformedResponse, "Code"),
            ("", .malformedResponse, "JSON"),
            (Service.answer().replacing("AccessKeyId", with: "X"), .malformedResponse, "AccessKeyId"),
            (Service.answer().replacing("Token", with: "X"), .malformedResponse, "Token"),
            (Service.answer(expiration: "soon"), .malformedResponse, "Expiration"),
            (Service.answer().replacing("Expiration", with: "X"), .malformedResponse, "Expiration"),
        ] as [(String, CredentialsError.Code, String)]
    )
    func `an answer that is none says so`(body: String, code: CredentialsError.Code, named: String) async throws {
        let error = try await failure([Self.role[0], Self.role[1], Service.get(Service.extended + "app-role", body)])
        #expect(error.code == code)
        #expect(error.message.contains(named))
    }

    @Test(arguments: [403, 410])
    func `a refusal names the status`(status: Int) async throws {
        let error = try await failure([Service.token(), Service.get(Service.extended, status: status)])
        #expect(error.code == .refused)
        #expect(error.message.contains("\(status)"))
    }

    @Test func `expired credentials are served as they are`() async throws {
        let old = Service.answer(expiration: "2025-08-27T11:00:00Z")
        let service = InstanceMetadataWorld(
            Array(Self.role.dropLast()) + [Service.get(Service.extended + "app-role", old)]
        )
        #expect(try await ask(service).isExpired(at: service.world.clock.now))
    }

    @Test(arguments: [.timedOut, .unreachable] as [CredentialsError.Code])
    func `the last credentials are served while the service is away`(code: CredentialsError.Code) async throws {
        let service = InstanceMetadataWorld(
            Self.role + [
                Service.get(Service.extended + "app-role", code),
                Service.get(Service.extended + "app-role", status: 403),
            ]
        )
        let first = try await ask(service)
        #expect(try await ask(service) == first)
        await #expect(throws: CredentialsError(.refused, "")) { try await ask(service) }
        #expect(service.world.deviations.isEmpty)
    }

    @Test func `the Region is a path of the same service`() async throws {
        let path = "/latest/meta-data/placement/region"
        func region(_ exchanges: [ReplayExchange]) async throws -> Region {
            try await InstanceMetadataRegion(context: TestWorld(exchanges: exchanges).context).region()
        }
        #expect(try await region([Service.token(), Service.get(path, "eu-west-1\n")]).name == "eu-west-1")
        await #expect(throws: CredentialsError(.malformedResponse, "")) {
            try await region([Service.token(), Service.get(path, "EU West")])
        }
        await #expect(throws: CredentialsError(.notConfigured, "")) {
            try await region([Service.token(), Service.get(path, status: 404)])
        }
        await #expect(throws: CredentialsError(.notConfigured, "")) { try await region([Service.token(.unreachable)]) }
    }
}
