import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct InstanceMetadataConfigurationTests {
    func resolve(
        _ environment: [String: String] = [:],
        profile: [String: String] = [:],
        change: (inout InstanceMetadataSettings) -> Void = { _ in }
    ) throws -> InstanceMetadataConfiguration {
        var settings = InstanceMetadataSettings(profile: { profile[$0] })
        change(&settings)
        return try InstanceMetadataConfiguration(settings, environment: Environment(environment))
    }

    @Test(
        arguments: [
            ([:], [:], "http://169.254.169.254"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://imds.internal:8080/"], [:], "http://imds.internal:8080"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://10.0.0.1/imds/"], [:], "http://10.0.0.1/imds"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT": " "], ["ec2_metadata_service_endpoint": "https://a"], "https://a"),
            (
                ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://a"], ["ec2_metadata_service_endpoint": "http://b"],
                "http://a"
            ),
            (
                [:], ["ec2_metadata_service_endpoint": "http://b", "ec2_metadata_service_endpoint_mode": "IPv6"],
                "http://b"
            ),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv6"], [:], "http://[fd00:ec2::254]"),
            (
                ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPV4"], ["ec2_metadata_service_endpoint_mode": "IPv6"],
                "http://169.254.169.254"
            ),
            ([:], ["ec2_metadata_service_endpoint_mode": "IPv6"], "http://[fd00:ec2::254]"),
        ] as [([String: String], [String: String], String)]
    )
    func `the endpoint comes from the environment, then the profile`(
        environment: [String: String],
        profile: [String: String],
        expected: String
    ) throws {
        let resolved = try resolve(environment, profile: profile)
        #expect(resolved.endpoint == expected)
        #expect(resolved.isEndpointNamed == !(environment.isEmpty && profile.isEmpty))
    }

    @Test func `code wins over both, but a mode not over an endpoint`() throws {
        let environment = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://a"]
        #expect(try resolve(environment) { $0.explicitEndpoint = "https://c" }.endpoint == "https://c")
        #expect(try resolve(environment) { $0.explicitEndpointMode = "IPv6" }.endpoint == "http://a")
        let mode = ["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"]
        #expect(try resolve(mode) { $0.explicitEndpointMode = "IPv6" }.endpoint == "http://[fd00:ec2::254]")
        let role = ["AWS_EC2_INSTANCE_PROFILE_NAME": "a"]
        #expect(try resolve(role) { $0.explicitRole = "b" }.role == "b")
    }

    @Test(
        arguments: [
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": [
                "not a uri", "169.254.169.254", "ftp://a", "http://a?x", "http://u@a",
            ],
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": ["IPv7", "4"],
            "AWS_EC2_METADATA_DISABLED": ["yes", "1"],
            "AWS_EC2_METADATA_V1_DISABLED": ["no", "0"],
            "AWS_METADATA_SERVICE_TIMEOUT": ["0", "-1", "soon", "inf", "nan", "3601"],
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS": ["0", "-1", "1.5", "many"],
            "AWS_EC2_INSTANCE_PROFILE_NAME": ["a/b", ".."],
        ].flatMap { name, values in values.map { (name, $0) } }
    )
    func `a value that cannot be is an error that names it`(name: String, value: String) throws {
        let error = try #require(throws: CredentialsError.self) { try resolve([name: value]) }
        #expect(error.code == .invalidConfiguration)
        #expect(error.message.contains(name))
    }

    @Test func `numbers come from the environment, then the profile`() throws {
        let both = try resolve(
            ["AWS_METADATA_SERVICE_TIMEOUT": "2.5", "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "5"],
            profile: ["metadata_service_timeout": "9", "metadata_service_num_attempts": "9"]
        )
        #expect(both.timeout == .milliseconds(2_500))
        #expect(both.attempts == 5)
        let profile = try resolve(profile: ["metadata_service_timeout": "9", "metadata_service_num_attempts": "900"])
        #expect(profile.timeout == .seconds(9))
        #expect(profile.attempts == 20)
        let none = try resolve()
        #expect(none.timeout == .seconds(1))
        #expect(none.attempts == 1)
    }
}
