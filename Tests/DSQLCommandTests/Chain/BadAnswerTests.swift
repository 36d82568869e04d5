import AuroraDSQLCredentials
import TestSupport
import Testing

/// The built tool before an STS that answers with broken or hostile XML.
@Suite struct BadAnswerTests {
    private static let server = Result { try ChainServer() }
    private static let secret = "xml-secret-1"

    private static let credentials = """
        <Credentials><AccessKeyId>ASIAXML</AccessKeyId><SecretAccessKey>\(secret)</SecretAccessKey>\
        <SessionToken>xml-session-1</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        """

    private static func answer(_ content: String, prolog: String = "") -> String {
        prolog + "<AssumeRoleResponse><AssumeRoleResult>\(content)</AssumeRoleResult></AssumeRoleResponse>"
    }

    private static let bodies = [
        answer(credentials, prolog: "<!DOCTYPE a [<!ENTITY b \"c\">]>"),
        answer(
            credentials.replacing("xml-session-1", with: "&x;"),
            prolog: "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
        ),
        answer(
            credentials.replacing("xml-session-1", with: "&c;"),
            prolog: "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
        ),
        answer(credentials.replacing("xml-session-1", with: "&nosuch;")),
        answer(credentials.replacing("xml-session-1", with: "&#0;")),
        answer(credentials.replacing("xml-session-1", with: "&#x110000;")),
        answer(credentials.replacing("<SessionToken>", with: "<SessionToken a=>")),
        answer(credentials) + "<again/>",
        answer(String(repeating: "<a>", count: 100_000)),
        String(repeating: "<", count: 10_000),
        answer(String(repeating: " ", count: 2_000_000) + credentials),
        "\u{0}\u{1}", "",
    ]

    private static let cuts = stride(from: 7, to: answer(credentials).utf8.count, by: 23).map {
        String(answer(credentials).prefix($0))
    }

    @Test func `the answer that is broken below is a right one`() async throws {
        let outcome = try await Self.run(Self.answer(Self.credentials), name: "whole")
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(JSONValue(parsing: outcome.output)?["SecretAccessKey"]?.text == Self.secret)
    }

    // By number, since a body of megabytes is no name for a case.
    @Test(arguments: (bodies + cuts).indices)
    func `XML that is cut off, has entities or is huge is a clear error`(number: Int) async throws {
        let outcome = try await Self.run((Self.bodies + Self.cuts)[number], name: "bad-\(number)")
        expectRefusal(outcome, 77)
        #expect(outcome.errorText.contains("127.0.0.1"), "\(outcome.errorText)")
        #expect(!outcome.errorText.contains(Self.secret))
        #expect(!outcome.errorText.contains("root:"))
    }

    /// Runs the tool on a role for which STS answers with `body`.
    private static func run(_ body: String, name: String) async throws -> ProcessOutcome {
        let server = try server.get()
        let response = JSONValue.object(["status": .integer(200), "body": .string(body)])
        let request = JSONValue.object([
            "method": .string("POST"), "url": .string("https://sts.us-east-1.amazonaws.com/"),
        ])
        let plan = try JSONValue.array([.object(["request": request, "response": response])]).serialized()
        try server.prepare(name, exchanges: String(decoding: plan, as: UTF8.self))
        return try await withTemporaryFolder { folder in
            try folder.write(
                """
                [profile dev]
                role_arn = arn:aws:iam::123456789012:role/app
                credential_source = Environment

                """,
                to: ".aws/config"
            )
            let variables = [
                "HOME": folder.path, "AWS_ENDPOINT_URL_STS": server.url(name, "sts"), "AWS_PROFILE": "dev",
            ]
            let outcome = try await Tool.run(
                ["credentials", "--format", "process", "--profile", "dev"],
                adding: variables
            )
            #expect(try server.deviations(of: name).isEmpty)
            return outcome
        }
    }
}
