/// The settings that have both a variable and a place in a profile; a variable wins over the profile.
package struct ProviderSettings: Sendable {
    /// The environment variables.
    package var environment: Environment
    /// The name of the profile, for error texts.
    package var profileName: String
    /// The profile; empty where there is none.
    package var profile: ConfigurationSection
    /// The services sections of the config file.
    package var services: [String: ConfigurationSection]

    /// Creates settings.
    package init(
        environment: Environment,
        profileName: String = "default",
        profile: ConfigurationSection = ConfigurationSection(),
        services: [String: ConfigurationSection] = [:]
    ) {
        self.environment = environment
        self.profileName = profileName
        self.profile = profile
        self.services = services
    }

    /// A setting's text and the words that say where it stood.
    package struct Value: Sendable, Equatable {
        /// The text, not blank.
        package var text: String
        /// `AWS_REGION`, or `region of the profile "x"`.
        package var place: String
    }

    /// Looks a setting up: the variables in order, then the profile.
    package func value(_ variables: String..., setting: String) -> Value? {
        for variable in variables {
            if let text = environment.value(variable) { return Value(text: text, place: variable) }
        }
        return profile[setting].map { Value(text: $0, place: place(of: setting)) }
    }

    /// A setting that is `true` or `false`, in any case; false where it is unset.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/invalidConfiguration`` for anything else.
    package func flag(_ variable: String, setting: String) throws(CredentialsError) -> Bool {
        guard let value = value(variable, setting: setting) else { return false }
        switch value.text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw refusal(of: value, expected: "true or false")
        }
    }

    /// The Region that is set up: `AWS_REGION`, `AWS_DEFAULT_REGION`, then the profile's.
    package var region: Region? {
        get throws(CredentialsError) {
            guard let value = value("AWS_REGION", "AWS_DEFAULT_REGION", setting: "region") else { return nil }
            do {
                return try Region(value.text)
            } catch {
                throw refusal(of: value, expected: "a Region such as us-east-1")
            }
        }
    }

    /// Whether STS is asked at its old global host for the Regions that had none of their own.
    package var usesLegacySTSEndpoint: Bool {
        get throws(CredentialsError) {
            guard let value = value("AWS_STS_REGIONAL_ENDPOINTS", setting: "sts_regional_endpoints") else {
                return false
            }
            switch value.text.lowercased() {
            case "regional": return false
            case "legacy": return true
            default: throw refusal(of: value, expected: "regional or legacy")
            }
        }
    }

    /// How often a request is tried, 3 times where nothing is set.
    package var maxAttempts: Int {
        get throws(CredentialsError) {
            guard let value = value("AWS_MAX_ATTEMPTS", setting: "max_attempts") else { return 3 }
            guard let number = Int(value.text), number >= 1 else {
                throw refusal(of: value, expected: "a number of at least 1")
            }
            // More tries than this outlast every limit a caller sets.
            return min(number, 20)
        }
    }

    /// The CA bundle for TLS instead of the system's.
    package var caBundle: String? { value("AWS_CA_BUNDLE", setting: "ca_bundle")?.text }

    /// The words for a place in the profile.
    package func place(of setting: String) -> String { "\(setting) of the profile \(Quoted(profileName))" }

    /// The error for a value that cannot be.
    package func refusal(of value: Value, expected: String) -> CredentialsError {
        CredentialsError(
            .invalidConfiguration,
            "\(value.place) says \(Quoted(value.text)).",
            remedy: "Set it to \(expected), or remove it."
        )
    }
}
