import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct ProviderSettingsTests {
    private func settings(_ environment: [String: String], _ profile: [String: String]) -> ProviderSettings {
        ProviderSettings(
            environment: Environment(environment),
            profileName: "dev",
            profile: ConfigurationSection(profile)
        )
    }

    @Test(
        arguments: [
            ([:], [:], nil), (["AWS_REGION": "eu-west-1"], ["region": "eu-west-3"], "eu-west-1"),
            (["AWS_DEFAULT_REGION": "eu-west-2"], ["region": "eu-west-3"], "eu-west-2"),
            (["AWS_REGION": " ", "AWS_DEFAULT_REGION": ""], ["region": " eu-west-3 "], "eu-west-3"),
            ([:], ["region": ""], nil),
        ] as [([String: String], [String: String], String?)]
    )
    func `the Region`(_ environment: [String: String], _ profile: [String: String], _ region: String?) throws {
        #expect(try settings(environment, profile).region?.name == region)
    }

    @Test(
        arguments: [
            ([:], [:], 3), (["AWS_MAX_ATTEMPTS": "5"], ["max_attempts": "2"], 5), ([:], ["max_attempts": "2"], 2),
            (["AWS_MAX_ATTEMPTS": "1000000"], [:], 20),
        ] as [([String: String], [String: String], Int)]
    )
    func `the number of tries`(_ environment: [String: String], _ profile: [String: String], _ count: Int) throws {
        #expect(try settings(environment, profile).maxAttempts == count)
    }

    @Test(arguments: ["true", "True", "TRUE", " true "])
    func `a flag that is set`(_ text: String) throws {
        #expect(try settings(["V": text], [:]).flag("V", setting: "s"))
        #expect(try settings([:], ["s": text]).flag("V", setting: "s"))
        #expect(try !settings(["V": "False"], ["s": text]).flag("V", setting: "s"))
    }

    @Test func `what a setting cannot be is refused, with its place`() {
        func message(_ body: () throws -> Void) -> String {
            let error = #expect(throws: CredentialsError.self, performing: body)
            #expect(error?.code == .invalidConfiguration)
            return error?.message ?? ""
        }
        #expect(message { _ = try settings(["AWS_REGION": "EU"], [:]).region }.contains("AWS_REGION says \"EU\""))
        #expect(message { _ = try settings([:], ["region": "a b"]).region }.contains("profile \"dev\""))
        #expect(message { _ = try settings([:], ["max_attempts": "0"]).maxAttempts }.contains("max_attempts"))
        #expect(message { _ = try settings([:], ["max_attempts": "x"]).maxAttempts }.contains("\"x\""))
        #expect(message { _ = try settings(["V": "yes"], [:]).flag("V", setting: "s") }.contains("V says \"yes\""))
        #expect(
            message { _ = try settings([:], ["sts_regional_endpoints": "x"]).usesLegacySTSEndpoint }.contains("sts")
        )
    }

    @Test(arguments: [
        ("https://a", true), ("http://a:1/b", true), ("HTTPS://A", true), ("http://[::1]:80", true),
        ("https://", false),
        ("http:///x", false), ("ftp://a", false), ("a", false), ("https://a b", false), ("https://u@a", false),
        ("https://a?b", false), ("https://a#b", false), ("https://:80", false), ("", false), ("https://é", false),
    ])
    func `an endpoint is an HTTP URL`(_ text: String, _ isTaken: Bool) {
        #expect(ServiceEndpoint.isHTTPURL(text) == isTaken)
    }

    @Test(arguments: [
        (AWSService.sts, "AWS_ENDPOINT_URL_STS", "sts"), (.sso, "AWS_ENDPOINT_URL_SSO", "sso"),
        (.ssoOIDC, "AWS_ENDPOINT_URL_SSO_OIDC", "sso_oidc"), (.signin, "AWS_ENDPOINT_URL_SIGNIN", "signin"),
    ])
    func `each service has its variable and its block`(
        _ service: AWSService,
        _ variable: String,
        _ block: String
    ) throws {
        #expect(service.endpointVariable == variable)
        #expect(service.configurationName == block)
        var settings = settings(["AWS_ENDPOINT_URL": "https://all"], ["services": "s"])
        settings.services = ["s": ConfigurationSection([block: "\nendpoint_url = https://block/"])]
        #expect(try settings.configuredEndpoint(of: service) == "https://all")
        settings.environment = Environment([variable: "https://own"])
        #expect(try settings.configuredEndpoint(of: service) == "https://own")
        settings.environment = Environment([:])
        #expect(try settings.configuredEndpoint(of: service) == "https://block/")
        #expect(
            try ServiceEndpoint(service, region: Region("eu-west-1"), settings: settings).url("/x") == "https://block/x"
        )
        settings.services = [:]
        #expect(throws: CredentialsError(.invalidConfiguration, "")) {
            try settings.configuredEndpoint(of: service)
        }
    }

    @Test func `the profile's Region alone`() throws {
        let world = TestWorld(
            environment: ["HOME": "/h", "AWS_PROFILE": "dev", "AWS_REGION": "us-west-2"],
            files: MemoryFileSystem(text: ["/h/.aws/config": "[profile dev]\nregion = eu-west-1\n[profile x]\n"])
        )
        #expect(try DefaultChain.profileRegion(profile: nil, context: world.context)?.name == "eu-west-1")
        #expect(try DefaultChain.profileRegion(profile: "x", context: world.context) == nil)
        #expect(throws: CredentialsError(.invalidConfiguration, "")) {
            try DefaultChain.profileRegion(profile: "none", context: world.context)
        }
    }
}
