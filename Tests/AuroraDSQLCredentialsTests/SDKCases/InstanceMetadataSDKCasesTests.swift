import AuroraDSQLCredentials
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: SDKCases.folder != nil, SDKCases.reason))
struct InstanceMetadataSDKCasesTests {
    /// Gives a session token to whoever asks, and the answers of a case to its requests, in order.
    final class Service: HTTPClient {
        private let rest: Mutex<[JSONValue]>
        private let deviations = Mutex<[String]>([])

        init(_ expectations: [JSONValue]) { rest = Mutex(expectations) }

        var faults: [String] {
            deviations.withLock { $0 } + rest.withLock { $0.map { "never asked: \($0["get"]?.string ?? "")" } }
        }

        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            if request.method == "PUT" { return HTTPResponse(status: 200, body: Array("token".utf8)) }
            var path = try HTTPURL(request.url).target
            // Role paths are taken with and without a slash at the end.
            if path.hasSuffix("/") { path.removeLast() }
            let next = rest.withLock { rest in rest.isEmpty ? nil : rest.removeFirst() }
            guard let next, next["get"]?.string == path, let response = next["response"] else {
                deviations.withLock { $0.append("not expected: \(path)") }
                throw CredentialsError(.malformedResponse, "The request was not expected.")
            }
            let body = try response["body"]?.string.map { Array($0.utf8) } ?? response["body"]?.serialized() ?? []
            return HTTPResponse(status: Int(response["status"]?.number ?? 0), body: body)
        }
    }

    @Test func `every case of the provider goes request by request`() async throws {
        let cases = SDKCases.json("imds-sep-tests.json").elements
        #expect(cases.count >= 13)
        for test in cases {
            let name = Comment(rawValue: test["summary"]?.string ?? "")
            let service = Service(test["expectations"]?.elements ?? [])
            let variables = (test["config"]?["envVars"]?.members ?? [:]).compactMapValues(\.string)
            var context = TestWorld(environment: variables).context
            context.http = service
            var settings = InstanceMetadataSettings()
            settings.instanceProfileName = test["config"]?["ec2InstanceProfileName"]?.string
            let provider = InstanceMetadataCredentialsProvider(settings: settings, context: context)
            for outcome in test["outcomes"]?.elements ?? [] {
                switch outcome["result"]?.string {
                case "credentials":
                    let found = try await provider.credentials()
                    if let account = outcome["accountId"]?.string { #expect(found.accountID == account, name) }
                case "no credentials":
                    await #expect(throws: CredentialsError(.notConfigured, ""), name) {
                        try await provider.credentials()
                    }
                case "invalid profile":
                    await #expect(throws: CredentialsError(.invalidConfiguration, ""), name) {
                        try await provider.credentials()
                    }
                default: Issue.record("an outcome of another kind: \(name)")
                }
            }
            #expect(service.faults.isEmpty, name)
        }
    }

    @Test func `every endpoint case comes to its URL or its error`() async throws {
        let cases = SDKCases.json("imds-endpoint-tests.json")["tests"]?.elements ?? []
        #expect(cases.count >= 14)
        for test in cases {
            let name = Comment(rawValue: test["docs"]?.string ?? "")
            let http = RecordingHTTPClient()
            var context = TestWorld(environment: (test["env"]?.members ?? [:]).compactMapValues(\.string)).context
            context.http = http
            let profile = Self.settings(of: test["fs"]?["config"]?.string ?? "")
            var settings = InstanceMetadataSettings(profile: { profile[$0] })
            settings.explicitEndpoint = test["endpoint_override"]?.string
            settings.explicitEndpointMode = test["mode_override"]?.string
            let provider = InstanceMetadataCredentialsProvider(settings: settings, context: context)
            let error = try await #require(throws: CredentialsError.self, name) { try await provider.credentials() }
            if let expected = test["result"]?["Ok"]?.string {
                #expect(http.urls == [expected], name)
            } else {
                let words = try #require(test["result"]?["Err"]?.string, name)
                #expect(http.urls.isEmpty, name)
                #expect(error.code == .invalidConfiguration, name)
                #expect(error.message.lowercased().contains(words.contains("mode") ? "endpoint mode" : words), name)
            }
        }
    }

    /// The files of these cases hold one profile with a setting a line.
    private static func settings(of file: String) -> [String: String] {
        var result: [String: String] = [:]
        for line in file.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let name = String(parts[0]).trimmedOrNil else { continue }
            result[name] = String(parts[1]).trimmedOrNil
        }
        return result
    }
}
