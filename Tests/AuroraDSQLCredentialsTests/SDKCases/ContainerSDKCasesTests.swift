import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite(.enabled(if: SDKCases.folder != nil, SDKCases.reason))
struct ContainerSDKCasesTests {
    @Test func `every container case comes to its URI or its error`() async throws {
        let cases = SDKCases.json("ecs-tests.json")["tests"]?.elements ?? []
        #expect(cases.count >= 11)
        for test in cases {
            let name = Comment(rawValue: test["docs"]?.string ?? "")
            let http = RecordingHTTPClient()
            var context = TestWorld(environment: (test["env"]?.members ?? [:]).compactMapValues(\.string)).context
            context.http = http
            let error = try await #require(throws: CredentialsError.self, name) {
                try await ContainerCredentialsProvider(context: context).credentials()
            }
            if let expected = test["result"]?["Ok"]?.string {
                #expect(http.urls == Array(repeating: expected, count: 3), name)
                #expect(error.code == .unreachable, name)
            } else {
                let words = try #require(test["result"]?["ErrorContains"]?.string, name)
                #expect(http.urls.isEmpty, name)
                // The words are the SDK's own; what they say is a code here.
                #expect(
                    error.code == (words.hasPrefix("No environment") ? .notConfigured : .invalidConfiguration),
                    name
                )
                if words.contains("host") { #expect(error.message.contains("host"), name) }
            }
        }
    }
}
