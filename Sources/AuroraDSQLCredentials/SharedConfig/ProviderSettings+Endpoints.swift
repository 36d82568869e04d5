extension ProviderSettings {
    /// The endpoint that someone set up for a service; `nil` where the service's own host is to be used.
    ///
    /// Order: the service's variable, `AWS_ENDPOINT_URL`, the profile's `services` section, the profile's
    /// `endpoint_url`; none of them where `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` or its setting is true.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/invalidConfiguration`` for a text that is not an
    ///   HTTP URL, and for a `services` section that does not exist.
    package func configuredEndpoint(of service: AWSService) throws(CredentialsError) -> String? {
        if try flag("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", setting: "ignore_configured_endpoint_urls") { return nil }
        guard let value = try endpointValue(of: service) else { return nil }
        guard ServiceEndpoint.isHTTPURL(value.text) else {
            throw refusal(of: value, expected: "a URL such as https://host.example")
        }
        return value.text
    }

    private func endpointValue(of service: AWSService) throws(CredentialsError) -> Value? {
        for variable in [service.endpointVariable, "AWS_ENDPOINT_URL"] {
            if let text = environment.value(variable) { return Value(text: text, place: variable) }
        }
        if let name = profile["services"] {
            guard let section = services[name] else {
                throw CredentialsError(
                    .invalidConfiguration,
                    "\(place(of: "services")) names \(Quoted(name)), but there is no section [services \(name)].",
                    remedy: "Add the section to the config file, or remove the setting."
                )
            }
            if let text = section.nested(service.configurationName)["endpoint_url"]?.trimmedOrNil {
                return Value(text: text, place: "endpoint_url of \(service.configurationName) in [services \(name)]")
            }
        }
        return profile["endpoint_url"].map { Value(text: $0, place: place(of: "endpoint_url")) }
    }
}
