/// Where a container's credentials are, by its environment.
struct ContainerEndpoint: Sendable, Equatable {
    /// The host of `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`: the ECS agent.
    private static let agent = "http://169.254.170.2"

    /// Besides loopback, the addresses that plain HTTP is accepted for: the ECS agent and the EKS Pod Identity agent.
    private static let linkLocal = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"].compactMap(IPAddress.init)

    let url: HTTPURL

    /// Reads the variables; the relative URI wins.
    init(environment: Environment) throws(CredentialsError) {
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        if let path = environment.value(relative) {
            guard path.hasPrefix("/") else {
                throw ContainerEndpoint.refusal(of: relative, "does not begin with a slash")
            }
            url = try ContainerEndpoint.parse(ContainerEndpoint.agent + path, named: relative)
        } else if let text = environment.value(full) {
            url = try ContainerEndpoint.parse(text, named: full)
            guard url.scheme == .https || ContainerEndpoint.isTrusted(url.host) else {
                throw CredentialsError(
                    .invalidConfiguration,
                    "\(full) names the host \(Quoted(url.host)), which must not be asked over plain HTTP.",
                    remedy:
                        "Use https, a loopback address or localhost, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]."
                )
            }
        } else {
            throw CredentialsError(.notConfigured, "Neither \(relative) nor \(full) is set.")
        }
    }

    /// `localhost` is taken at its word (RFC 6761 keeps the name for loopback); no other name is, whatever it resolves
    /// to now: it may resolve to something else when the request is made.
    private static func isTrusted(_ host: String) -> Bool {
        guard let address = IPAddress(host) else { return host == "localhost" || host == "localhost." }
        return address.isLoopback || linkLocal.contains(address)
    }

    private static func parse(_ text: String, named name: String) throws(CredentialsError) -> HTTPURL {
        do {
            return try HTTPURL(text)
        } catch {
            throw refusal(of: name, error.description)
        }
    }

    private static func refusal(of name: String, _ reason: String) -> CredentialsError {
        CredentialsError(.invalidConfiguration, "\(name) is not a URI to ask: it \(reason).")
    }
}
