import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

@Suite struct ContainerCredentialsProviderTests {
    static let answer = """
        {"AccessKeyId": "ASIACONTAINER", "SecretAccessKey": "container-secret", "Token": "container-session",
         "Expiration": "2025-08-27T18:00:00Z", "AccountId": "123456789012", "RoleArn": "arn:aws:iam::1:role/x"}
        """
    static let relative = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/id"]
    static let agent = "http://169.254.170.2/v2/credentials/id"

    func ask(_ world: TestWorld) async throws -> Credentials {
        defer {
            #expect(world.deviations.isEmpty)
            for secret in ["container-secret", "container-session", "the-authorization"] {
                #expect(!world.log.lines.contains { $0.contains(secret) })
            }
        }
        return try await ContainerCredentialsProvider(context: world.context).credentials()
    }

    func failure(_ world: TestWorld) async throws -> CredentialsError {
        let error = try await #require(throws: CredentialsError.self) { try await ask(world) }
        for secret in ["container-secret", "container-session", "the-authorization"] {
            #expect(!String(reflecting: error).contains(secret))
        }
        return error
    }

    func get(_ url: String = agent, status: Int = 200, body: String = answer) -> ReplayExchange {
        ReplayExchange("GET", url, status: status, body: body)
    }

    @Test func `the agent's answer is taken whole`() async throws {
        var exchange = get()
        exchange.request.proxies = .never
        exchange.request.absentHeaders = ["Authorization"]
        let world = TestWorld(environment: Self.relative, exchanges: [exchange])
        let expected = Credentials(
            accessKeyID: "ASIACONTAINER",
            secretAccessKey: "container-secret",
            sessionToken: "container-session",
            expiration: Date(timeIntervalSince1970: 1_756_317_600),
            accountID: "123456789012"
        )
        #expect(try await ask(world) == expected)
        #expect(world.http.requests.first?.timeout == .seconds(2))
    }

    @Test func `neither variable is not set up`() async throws {
        #expect(try await failure(TestWorld()).code == .notConfigured)
        let blank = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": " ", "AWS_CONTAINER_CREDENTIALS_FULL_URI": ""]
        #expect(try await failure(TestWorld(environment: blank)).code == .notConfigured)
    }

    @Test(arguments: [
        "https://creds.example.com/a?b=c", "https://10.0.0.1:8443/", "http://localhost/", "http://LOCALHOST:80/x",
        "http://127.0.0.1:51679/", "http://127.9.9.9/", "http://[::1]:80/", "http://169.254.170.2/x",
        "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/v1/credentials", "http://[fd00:ec2:0::0023]/",
    ])
    func `a full URI may be this`(uri: String) async throws {
        let world = TestWorld(
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri],
            exchanges: [get(try HTTPURL(uri).text)]
        )
        #expect(try await ask(world).accessKeyID == "ASIACONTAINER")
    }

    @Test(arguments: [
        "http://creds.example.com/", "http://10.0.0.1/", "http://169.254.170.3/", "http://169.254.169.254/",
        "http://localhost.example.com/", "http://localhost@example.com/", "http://127.0.0.1.example.com/",
        "http://2130706433/", "http://0177.0.0.1/", "http://127.1/", "http://[::ffff:169.254.170.2]/",
        "http://[fd00:ec2::24]/",
        "/credentials", "ftp://localhost/", "localhost:80/", "not a uri", "http://", "http://localhost/\u{0}",
        "http://[::1/",
        "http://ｌocalhost/",
    ])
    func `a full URI may not be that`(uri: String) async throws {
        let error = try await failure(TestWorld(environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": uri]))
        #expect(error.code == .invalidConfiguration)
        #expect(error.message.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
    }

    @Test(arguments: ["credentials", ".example.com/", "@example.com/", ":80@example.com/", "//x y"])
    func `a relative URI cannot lead elsewhere`(uri: String) async throws {
        let error = try await failure(TestWorld(environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": uri]))
        #expect(error.code == .invalidConfiguration)
    }

    @Test func `the relative URI wins`() async throws {
        var variables = Self.relative
        variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://localhost/x"
        #expect(try await ask(TestWorld(environment: variables, exchanges: [get()])).accountID == "123456789012")
    }

    @Test func `the token of the file is read at each call and wins`() async throws {
        var variables = Self.relative
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "variable"
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        var exchanges = [get(), get()]
        exchanges[0].request.headers = ["Authorization": "Bearer the-authorization-1"]
        exchanges[1].request.headers = ["Authorization": "Bearer the-authorization-2"]
        let files = MemoryFileSystem(text: ["/token": "Bearer the-authorization-1"])
        let world = TestWorld(environment: variables, files: files, exchanges: exchanges)
        let provider = ContainerCredentialsProvider(context: world.context)
        _ = try await provider.credentials()
        files.set("/token", "Bearer the-authorization-2")
        _ = try await provider.credentials()
        #expect(world.deviations.isEmpty)
    }

    @Test func `the token of the variable goes along`() async throws {
        var variables = Self.relative
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "the-authorization"
        var exchange = get()
        exchange.request.headers = ["Authorization": "the-authorization"]
        _ = try await ask(TestWorld(environment: variables, exchanges: [exchange]))
    }

    @Test(arguments: ["the-authorization\n", "the-auth\r\nX: the-authorization", "the-authorization\u{0}", "", " "])
    func `a token file that holds no token is an error`(content: String) async throws {
        var variables = Self.relative
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        let files = MemoryFileSystem(text: ["/token": content])
        #expect(try await failure(TestWorld(environment: variables, files: files)).code == .invalidConfiguration)
    }

    @Test func `a token in the variable with a line break is an error`() async throws {
        var variables = Self.relative
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "the-authorization\r\nX: y"
        #expect(try await failure(TestWorld(environment: variables)).code == .invalidConfiguration)
    }

    @Test func `a token file that is not there is an error`() async throws {
        var variables = Self.relative
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
        let error = try await failure(TestWorld(environment: variables))
        #expect(error.code == .fileUnreadable)
        #expect(error.message.contains("/token"))
    }

    @Test func `a busy or silent agent is asked three times`() async throws {
        let silent = ReplayExchange(get().request, .failure(CredentialsError(.timedOut, "Late.")))
        let world = TestWorld(
            environment: Self.relative,
            exchanges: [get(status: 503, body: ""), silent, get()],
            clock: TestClock(random: 0.5)
        )
        #expect(try await ask(world).accessKeyID == "ASIACONTAINER")
        #expect(world.clock.waits == [.milliseconds(500), .seconds(1)])
    }

    @Test func `the third failure is the error`() async throws {
        let silent = ReplayExchange(get().request, .failure(CredentialsError(.unreachable, "Nobody.")))
        #expect(
            try await failure(TestWorld(environment: Self.relative, exchanges: [silent, silent, silent])).code
                == .unreachable
        )
        let busy = get(status: 500, body: "")
        #expect(
            try await failure(TestWorld(environment: Self.relative, exchanges: [busy, busy, busy])).code == .unreachable
        )
    }

    @Test(arguments: [400, 401, 403, 404])
    func `a refusal is not asked again and says what the agent said`(status: Int) async throws {
        var variables = Self.relative
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "the-authorization"
        let body = #"{"code": "InvalidIdToken", "message": "the-authorization is not\n known"}"#
        let error = try await failure(TestWorld(environment: variables, exchanges: [get(status: status, body: body)]))
        #expect(error.code == .refused)
        #expect(error.message.contains("\(status)"))
        #expect(error.message.contains(#"InvalidIdToken: [redacted] is not\n known"#))
    }

    @Test(arguments: [
        ("", "JSON"), ("<html>", "JSON"), ("[]", "JSON"),
        (answer.replacing("AccessKeyId", with: "accessKeyId"), "AccessKeyId"),
        (answer.replacing("SecretAccessKey", with: "X"), "SecretAccessKey"),
        (answer.replacing("Token", with: "X"), "Token"),
        (answer.replacing("Expiration", with: "X"), "Expiration"),
        (answer.replacing("2025-08-27T18", with: "x"), "Expiration"),
        (answer.replacing("\"ASIACONTAINER\"", with: "7"), "AccessKeyId"),
    ])
    func `an answer of another form is an error that names what is wrong`(body: String, named: String) async throws {
        let error = try await failure(TestWorld(environment: Self.relative, exchanges: [get(body: body)]))
        #expect(error.code == .malformedResponse)
        #expect(error.message.contains(named))
    }

    @Test func `an expired answer is an error`() async throws {
        let body = Self.answer.replacing("2025-08-27T18", with: "2025-08-27T12")
        #expect(try await failure(TestWorld(environment: Self.relative, exchanges: [get(body: body)])).code == .expired)
    }
}
