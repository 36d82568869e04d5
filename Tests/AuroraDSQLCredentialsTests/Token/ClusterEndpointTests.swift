import AuroraDSQLCredentials
import Testing

@Suite struct ClusterEndpointTests {
    static let id = "abcdefghijklmnopqrstuvwxyz"

    @Test func `a cluster ID becomes the host of its Region`() throws {
        let endpoint = try ClusterEndpoint(Self.id, region: "us-east-1")
        #expect(endpoint.host == "\(Self.id).dsql.us-east-1.on.aws")
        #expect(endpoint.region.name == "us-east-1")
        #expect("\(endpoint)" == endpoint.host)
        #expect(try endpoint == ClusterEndpoint(endpoint.host))
    }

    @Test(arguments: [nil, "", " ", "\n"])
    func `a Region that is empty is none`(region: String?) {
        let missing = CredentialsError(.regionRequired, "")
        #expect(throws: missing) { try ClusterEndpoint(Self.id, region: region) }
        #expect(throws: missing) { try ClusterEndpoint("localhost", region: region) }
        #expect(throws: missing) {
            try ClusterEndpoint("\(Self.id).dsql.cn-north-1.on.amazonwebservices.com.cn", region: region)
        }
        #expect(throws: Never.self) { try ClusterEndpoint("\(Self.id).dsql.us-east-1.on.aws", region: region) }
    }

    @Test func `another host is taken with a Region`() throws {
        let endpoint = try ClusterEndpoint("LocalHost.", region: "eu-west-1")
        #expect(endpoint.host == "localhost")
        #expect(endpoint.region.name == "eu-west-1")
    }

    @Test func `a Region that contradicts the host is refused and both are named`() {
        #expect { try ClusterEndpoint("\(Self.id).dsql.us-east-1.on.aws", region: "eu-west-1") } throws: { error in
            error as? CredentialsError == CredentialsError(.invalidValue, "")
                && "\(error)".contains("us-east-1") && "\(error)".contains("\"eu-west-1\"")
        }
        #expect(throws: Never.self) {
            try ClusterEndpoint("\(Self.id).dsql.us-east-1.on.aws", region: "us-east-1")
        }
    }

    /// Argument, `AWS_REGION`, `AWS_DEFAULT_REGION`, and what a bare cluster ID gets.
    @Test(
        arguments: [
            ("us-east-1", "us-east-2", "us-west-1", "us-east-1"),
            ("", "us-east-2", "us-west-1", "us-east-2"),
            (nil, "us-east-2", "us-west-1", "us-east-2"),
            (nil, " us-east-2\n", nil, "us-east-2"),
            (nil, "", "us-west-1", "us-west-1"),
            (nil, " ", "us-west-1", "us-west-1"),
            (nil, nil, "us-west-1", "us-west-1"),
            (nil, "", "", nil),
            (nil, nil, nil, nil),
        ] as [(String?, String?, String?, String?)]
    )
    func `a cluster ID takes its Region from argument, then environment`(
        argument: String?,
        first: String?,
        second: String?,
        expected: String?
    ) throws {
        var values = ["PGHOST": "evil.example.com", "PGREGION": "xx-evil-1"]
        values["AWS_REGION"] = first
        values["AWS_DEFAULT_REGION"] = second
        let environment = Environment(values)
        if let expected {
            let endpoint = try ClusterEndpoint.resolve(Self.id, region: argument, environment: environment)
            #expect(endpoint.host == "\(Self.id).dsql.\(expected).on.aws")
        } else {
            #expect(throws: CredentialsError(.regionRequired, "")) {
                try ClusterEndpoint.resolve(Self.id, region: argument, environment: environment)
            }
        }
    }

    @Test func `the profile is asked last, for a cluster ID alone`() throws {
        func resolve(_ host: String, _ region: String?, _ variables: [String: String]) throws -> String {
            let environment = Environment(variables)
            let profileRegion: () throws(CredentialsError) -> String? = { "ap-southeast-2" }
            return try ClusterEndpoint.resolve(
                host,
                region: region,
                environment: environment,
                profileRegion: profileRegion
            ).region.name
        }
        #expect(try resolve(Self.id, nil, [:]) == "ap-southeast-2")
        #expect(try resolve(Self.id, nil, ["AWS_DEFAULT_REGION": "us-west-1"]) == "us-west-1")
        #expect(try resolve(Self.id, "us-east-1", [:]) == "us-east-1")
        #expect(try resolve("\(Self.id).dsql.us-east-1.on.aws", nil, [:]) == "us-east-1")
        #expect(throws: CredentialsError(.regionRequired, "")) { try resolve("localhost", nil, [:]) }
    }

    @Test func `the environment neither overrides nor contradicts a host that carries its Region`() throws {
        let environment = Environment(["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"])
        let host = "\(Self.id).dsql.us-east-1.on.aws"
        #expect(try ClusterEndpoint.resolve(host, region: nil, environment: environment).region.name == "us-east-1")
    }

    @Test func `another host takes its Region from the argument alone`() throws {
        let environment = Environment(["AWS_REGION": "eu-west-1"])
        #expect(throws: CredentialsError(.regionRequired, "")) {
            try ClusterEndpoint.resolve("localhost", region: nil, environment: environment)
        }
        let endpoint = try ClusterEndpoint.resolve("localhost", region: "us-east-1", environment: environment)
        #expect(endpoint.region.name == "us-east-1")
    }

    @Test func `a wrong Region in the environment is refused with the variable's name`() {
        let environment = Environment(["AWS_REGION": "US East"])
        #expect { try ClusterEndpoint.resolve(Self.id, region: nil, environment: environment) } throws: { error in
            "\(error)".contains("AWS_REGION is \"US East\"")
        }
    }
}
