/// How instance metadata are asked for, resolved from code, environment and profile, in this order.
package struct InstanceMetadataConfiguration: Sendable, Equatable {
    /// Scheme, host and port, and a path where the endpoint has one, without a slash at the end.
    package var endpoint: String
    /// Host and port, for error texts.
    package var authority: String
    /// Whether somebody named the endpoint or its mode.
    package var isEndpointNamed: Bool
    /// Whether version 1, which asks without a session token, is out of the question.
    package var isV1Disabled: Bool
    /// The role to ask for, instead of the one that the service names.
    package var role: String?
    /// The limit for connecting and for each answer.
    package var timeout: Duration
    /// How often a request is sent that nobody answers.
    package var attempts: Int

    /// Resolves the settings.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/notConfigured`` where `AWS_EC2_METADATA_DISABLED` is
    ///   `true`, or ``CredentialsError/Code/invalidConfiguration`` for a value that cannot be.
    package init(_ settings: InstanceMetadataSettings, environment: Environment) throws(CredentialsError) {
        let values = Lookup(environment: environment)
        if try values.flag("AWS_EC2_METADATA_DISABLED", nil, "") {
            throw CredentialsError(.notConfigured, "AWS_EC2_METADATA_DISABLED is true.")
        }
        let named =
            values.take(settings.explicitEndpoint, "The endpoint")
            ?? values.take("AWS_EC2_METADATA_SERVICE_ENDPOINT", settings.endpoint, "ec2_metadata_service_endpoint")
        let mode =
            values.take(settings.explicitEndpointMode, "The endpoint mode")
            ?? values.take(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                settings.endpointMode,
                "ec2_metadata_service_endpoint_mode"
            )
        let url = if let named { try Self.url(named) } else { try Self.url(ofMode: mode) }
        var path = url.target
        while path.hasSuffix("/") { path.removeLast() }
        endpoint = url.origin + path
        authority = url.authority
        isEndpointNamed = named != nil || mode != nil
        isV1Disabled = try values.flag(
            "AWS_EC2_METADATA_V1_DISABLED",
            settings.isV1Disabled,
            "ec2_metadata_v1_disabled"
        )
        role = try Self.role(
            values.take(settings.explicitRole, "The instance profile name")
                ?? values.take(
                    "AWS_EC2_INSTANCE_PROFILE_NAME",
                    settings.instanceProfileName,
                    "ec2_instance_profile_name"
                )
        )
        timeout = try Self.timeout(
            values.take("AWS_METADATA_SERVICE_TIMEOUT", settings.timeout, "metadata_service_timeout")
        )
        attempts = try Self.attempts(
            values.take("AWS_METADATA_SERVICE_NUM_ATTEMPTS", settings.attempts, "metadata_service_num_attempts")
        )
    }

    /// Whether a role's name can stand in a path as it is: what IAM allows in one.
    static func isRole(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "_+=,.@-".utf8.contains(byte)
            } && name != "." && name != ".."
    }

    private static func url(_ value: Lookup.Value) throws(CredentialsError) -> HTTPURL {
        do throws(HTTPURL.Problem) {
            let url = try HTTPURL(value.text)
            guard !url.target.utf8.contains(UInt8(ascii: "?")) else {
                throw HTTPURL.Problem(description: "has a query")
            }
            return url
        } catch {
            throw CredentialsError(
                .invalidConfiguration,
                "\(value.place) is not an endpoint: it \(error).",
                remedy: "Set it to a URL such as http://169.254.169.254, or remove it."
            )
        }
    }

    private static func url(ofMode mode: Lookup.Value?) throws(CredentialsError) -> HTTPURL {
        switch mode?.text.lowercased() {
        case nil, "ipv4": try url(Lookup.Value(text: "http://169.254.169.254", place: "The endpoint"))
        case "ipv6": try url(Lookup.Value(text: "http://[fd00:ec2::254]", place: "The endpoint"))
        case let text?:
            throw CredentialsError(
                .invalidConfiguration,
                "\(mode?.place ?? "") is \(Quoted(text)), which is not a valid endpoint mode.",
                remedy: "Set it to IPv4 or IPv6, or remove it."
            )
        }
    }

    private static func role(_ value: Lookup.Value?) throws(CredentialsError) -> String? {
        guard let value else { return nil }
        guard isRole(value.text) else {
            throw CredentialsError(.invalidConfiguration, "\(value.place) is not the name of an instance profile.")
        }
        return value.text
    }

    private static func timeout(_ value: Lookup.Value?) throws(CredentialsError) -> Duration {
        guard let value else { return .seconds(1) }
        guard let seconds = Double(value.text), seconds > 0, seconds <= 3_600 else {
            throw CredentialsError(
                .invalidConfiguration,
                "\(value.place) is \(Quoted(value.text)), which is not a number of seconds up to 3600."
            )
        }
        return .milliseconds(Int64((seconds * 1_000).rounded(.up)))
    }

    private static func attempts(_ value: Lookup.Value?) throws(CredentialsError) -> Int {
        guard let value else { return 1 }
        guard let number = Int(value.text), number >= 1 else {
            throw CredentialsError(
                .invalidConfiguration,
                "\(value.place) is \(Quoted(value.text)), which is not a number of at least 1."
            )
        }
        return min(number, 20)
    }

    /// Looks a setting up in the environment, then in the profile, and keeps where it stood.
    private struct Lookup {
        struct Value {
            var text: String
            var place: String
        }

        let environment: Environment

        func take(_ explicit: String?, _ place: String) -> Value? {
            explicit?.trimmedOrNil.map { Value(text: $0, place: place) }
        }

        func take(_ variable: String, _ setting: String?, _ name: String) -> Value? {
            environment.value(variable).map { Value(text: $0, place: variable) } ?? take(setting, name)
        }

        func flag(_ variable: String, _ setting: String?, _ name: String) throws(CredentialsError) -> Bool {
            guard let value = take(variable, setting, name) else { return false }
            switch value.text.lowercased() {
            case "true": return true
            case "false": return false
            default:
                throw CredentialsError(
                    .invalidConfiguration,
                    "\(value.place) is \(Quoted(value.text)), which is neither true nor false."
                )
            }
        }
    }
}
