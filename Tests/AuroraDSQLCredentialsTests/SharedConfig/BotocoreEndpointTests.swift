import AuroraDSQLCredentials
import TestSupport
import Testing

/// botocore's endpoint rules give the same hosts.
@Suite struct BotocoreEndpointTests {
    private struct Question {
        var service: AWSService
        var model: String
        var region: String
        var fips: Bool
        var dualStack: Bool
        var legacy: Bool

        var json: JSONValue {
            .object([
                "ask": .string("endpoint"), "service": .string(model), "region": .string(region),
                "fips": .bool(fips), "dualStack": .bool(dualStack), "legacy": .bool(legacy),
            ])
        }

        func answer() throws -> String {
            var variables: [String: String] = [:]
            if fips { variables["AWS_USE_FIPS_ENDPOINT"] = "true" }
            if dualStack { variables["AWS_USE_DUALSTACK_ENDPOINT"] = "TRUE" }
            if legacy { variables["AWS_STS_REGIONAL_ENDPOINTS"] = "legacy" }
            let settings = ProviderSettings(environment: Environment(variables))
            return try ServiceEndpoint(service, region: try Region(region), settings: settings).base
        }
    }

    private static let regions = [
        "us-east-1", "us-west-2", "eu-west-1", "eu-south-2", "ap-northeast-1", "sa-east-1", "me-central-1",
        "mx-central-1", "cn-north-1", "cn-northwest-1", "us-gov-west-1", "us-gov-east-1", "us-iso-east-1",
        "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1", "eusc-de-east-1", "aws-global",
    ]

    @Test func `the services are found where botocore finds them`() throws {
        let services: [(AWSService, String)] = [
            (.sts, "sts"), (.sso, "sso"), (.ssoOIDC, "sso-oidc"), (.signin, "signin"),
        ]
        var questions: [Question] = []
        for (service, model) in services {
            for region in Self.regions where region != "aws-global" || model == "sts" {
                for (fips, dualStack, legacy) in [
                    (false, false, false), (true, false, false), (false, true, false), (true, true, false),
                    (false, false, true),
                ] where !legacy || model == "sts" {
                    // A pseudo Region has no other forms.
                    if region == "aws-global", fips || dualStack { continue }
                    questions.append(
                        Question(
                            service: service,
                            model: model,
                            region: region,
                            fips: fips,
                            dualStack: dualStack,
                            legacy: legacy
                        )
                    )
                }
            }
        }
        let answers = try PythonOracle.ask("botocore_answers.py", .array(questions.map(\.json))).elements
        #expect(answers.count == questions.count)
        for (question, answer) in zip(questions, answers) {
            #expect(JSONValue.string(try question.answer()) == answer["url"], "\(question)")
        }
    }
}
