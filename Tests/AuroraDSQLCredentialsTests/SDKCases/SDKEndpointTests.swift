import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite(.enabled(if: SDKCases.folder != nil, SDKCases.reason))
struct SDKEndpointTests {
    private static let suites = SDKCases.json("botocore-profile-tests.json")["testSuites"]?.elements ?? []

    // A client there can be given an endpoint in code; here nobody makes a client, so those cases have no counterpart.
    private static let cases = suites.flatMap { suite in
        SDKCases.cases(suite["endpointUrlTests"], named: "name").filter {
            $0.value["client_config"]?.string == "default"
        }
    }

    @Test func `the file is there`() {
        #expect(SDKEndpointTests.cases.count >= 15)
    }

    @Test(arguments: cases)
    func `an endpoint is found as the SDKs find it`(_ test: SDKCases.Case) throws {
        let suite = try #require(SDKEndpointTests.suites.first)
        let name = try #require(test.value["profile"]?.string)
        let environment = try #require(test.value["environment"]?.string)
        let service = try #require(test.value["service"]?.string)
        let settings = ProviderSettings(
            environment: Environment((suite["environments"]?[environment]?.members ?? [:]).compactMapValues(\.string)),
            profileName: name,
            profile: ConfigurationSection(json: suite["profiles"]?[name] ?? .null),
            services: (suite["services"]?.members ?? [:]).mapValues { ConfigurationSection(json: $0) }
        )
        let region = try #require(try settings.region)
        let endpoint = try ServiceEndpoint(
            AWSService(id: service, hostPrefix: service),
            region: region,
            settings: settings
        )
        #expect(endpoint.base == test.value["output"]?["endpointUrl"]?.string)
    }
}
