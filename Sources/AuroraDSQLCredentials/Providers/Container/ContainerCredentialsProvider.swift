public import Logging

/// A provider of the credentials that a container's platform hands out: ECS, EKS Pod Identity, Greengrass, CloudShell.
///
/// ```swift
/// let credentials = try await ContainerCredentialsProvider().credentials()
/// ```
///
/// Asks `http://169.254.170.2` for `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, or else
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI` (over `https`; over `http` only at loopback addresses, `localhost`,
/// 169.254.170.2, 169.254.170.23 and fd00:ec2::23), never through a proxy. The content of
/// `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, read at each call, or `AWS_CONTAINER_AUTHORIZATION_TOKEN` goes along.
/// Each of up to three tries has two seconds. Throws ``CredentialsError`` with
/// ``CredentialsError/Code/notConfigured`` where neither URI is set.
///
/// Source: "Container credential provider" in the AWS SDKs and Tools Reference Guide.
public struct ContainerCredentialsProvider: CredentialsProvider {
    private static let timeout = Duration.seconds(2)
    private static let attempts = 3

    private let context: ProviderContext

    /// Creates a provider that reads this process's environment.
    public init(logger: Logger? = nil) { self.init(context: .live(logger: logger)) }

    package init(context: ProviderContext) { self.context = context }

    /// Asks the container's agent.
    public func credentials() async throws -> Credentials {
        let url = try ContainerEndpoint(environment: context.environment).url
        let source = "The container credentials service at \(url.authority)"
        let token = try ContainerAuthorization.token(context)
        var request = HTTPRequest(
            "GET",
            url.text,
            headers: [HTTPField("Accept", "application/json")],
            connectTimeout: ContainerCredentialsProvider.timeout,
            timeout: ContainerCredentialsProvider.timeout,
            proxies: .never,
            bodyLimit: 64 << 10,
            caBundle: context.environment.value("AWS_CA_BUNDLE")
        )
        if let token { request.headers.append(HTTPField("Authorization", token)) }
        let retry = HTTPRetry(context, attempts: ContainerCredentialsProvider.attempts)
        let response = try await retry.send("container credentials", makeRequest: { [request] in request })
        guard response.status == 200 else { throw refusal(response, source: source, token: token) }
        let credentials = try CredentialsAnswer(parsing: response.body, from: source).temporaryCredentials()
        guard !credentials.isExpired(at: context.clock.now()) else {
            throw CredentialsAnswer.expired(credentials, from: source)
        }
        return credentials
    }

    private func refusal(_ response: HTTPResponse, source: String, token: String?) -> CredentialsError {
        let answer = JSONValue(parsing: response.body)
        let words = [
            answer?["code"]?.text ?? answer?["Code"]?.text, answer?["message"]?.text ?? answer?["Message"]?.text,
        ]
        let reason = words.compactMap(\.self).joined(separator: ": ")
        let shown = reason.isEmpty ? "" : " (\(Redaction([token]).apply(to: reason)))"
        // The one kind of refusal that may be over in a moment.
        let code: CredentialsError.Code = HTTPRetry.isTransient(response) ? .unreachable : .refused
        return CredentialsError(code, "\(source) answered with the status \(response.status)\(shown).")
    }
}
