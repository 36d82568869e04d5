import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

@Suite(.enabled(if: SDKCases.folder != nil, SDKCases.reason))
struct SDKLoginTests {
    private static let cases = SDKCases.cases(
        SDKCases.json("login-provider-test-cases.json"),
        named: "documentation"
    )

    @Test func `the file is there`() {
        #expect(!SDKLoginTests.cases.isEmpty)
    }

    @Test(arguments: cases)
    func `a login session gives what it gives the SDKs`(_ test: SDKCases.Case) async throws {
        // The moment that the cases' dates are counted from.
        let now = try #require(AWSTimestamp.parseISO8601("2025-11-19T00:00:00Z"))
        let folder = "/home/user/.aws/login/cache"
        var files = ["/home/user/.aws/config": Array((test.value["configContents"]?.string ?? "").utf8)]
        for (name, content) in test.value["cacheContents"]?.members ?? [:] {
            files["\(folder)/\(name)"] = try content.serialized()
        }
        let world = TestWorld(
            environment: ["HOME": "/home/user"],
            files: MemoryFileSystem(files),
            exchanges: (test.value["mockApiCalls"]?.elements ?? []).map(SDKLoginTests.exchange),
            clock: TestClock(now)
        )
        let chain = DefaultChain(
            profile: "signin",
            usesRoleCache: false,
            context: world.context,
            factories: .fixtures
        ).chain
        let search = await chain.search()
        for outcome in test.value["outcomes"]?.elements ?? [] {
            switch outcome["result"]?.string {
            case "credentials":
                let credentials = try search.result.get()
                #expect(credentials.accessKeyID == outcome["accessKeyId"]?.string)
                #expect(credentials.secretAccessKey == outcome["secretAccessKey"]?.string)
                #expect(credentials.sessionToken == outcome["sessionToken"]?.string)
                #expect(credentials.accountID == outcome["accountId"]?.string)
                #expect(credentials.expiration == outcome["expiresAt"]?.string.flatMap(AWSTimestamp.parseISO8601))
            case "cacheContents":
                for (name, content) in outcome.members where name != "result" {
                    #expect(JSONValue(parsing: world.files.files["\(folder)/\(name)"] ?? []) == content)
                }
            case "error":
                #expect(throws: CredentialsError.self) { try search.result.get() }
            default:
                Issue.record("an outcome of another kind")
            }
        }
        #expect(world.deviations.isEmpty)
    }

    private static func exchange(_ call: JSONValue) -> ReplayExchange {
        var expectation = ReplayExchange.Expectation("POST", "https://us-east-1.signin.aws.amazon.com/v1/token")
        expectation.json = call["request"]?["tokenInput"]
        let body = try? call["response"]?["tokenOutput"]?.serialized()
        let status = Int(call["responseCode"]?.number ?? 200)
        return ReplayExchange(expectation, .success(HTTPResponse(status: status, body: body ?? [])))
    }
}
