/// Exchanges a refresh token for a new SSO token (`CreateToken` of SSO OIDC).
struct SSOTokenRefresh {
    /// What a refresh gives.
    struct Answer: Equatable {
        var accessToken: String
        /// In seconds.
        var expiresIn: Double
        var refreshToken: String?
    }

    let context: ProviderContext
    let settings: ProviderSettings

    func refresh(clientID: String, secret: String, token: String, in region: Region) async throws -> Answer {
        let endpoint = try ServiceEndpoint(.ssoOIDC, region: region, settings: settings)
        let body: JSONValue = .object([
            "clientId": .string(clientID), "clientSecret": .string(secret), "grantType": .string("refresh_token"),
            "refreshToken": .string(token),
        ])
        var request = HTTPRequest(
            "POST",
            endpoint.url("/token"),
            headers: [HTTPField("Content-Type", "application/json"), HTTPField("Accept", "application/json")],
            body: try body.serialized()
        )
        request.caBundle = settings.caBundle
        let response = try await HTTPRetry(context, attempts: try settings.maxAttempts).send("CreateToken") { request }
        let answer = JSONValue(parsing: response.body)
        guard response.status == 200 else {
            let redaction = Redaction([secret, token])
            let reason = [answer?["error"]?.text, answer?["error_description"]?.text]
                .compactMap { $0.map { redaction.apply(to: $0) } }.joined(separator: ": ")
            throw CredentialsError(
                HTTPRetry.isTransient(response) ? .unreachable : .refused,
                "\(endpoint.base) answered status \(response.status)\(reason.isEmpty ? "" : ", \(reason)")."
            )
        }
        guard let accessToken = answer?["accessToken"]?.text, let seconds = answer?["expiresIn"]?.number,
            (1...31_536_000).contains(seconds)
        else {
            throw CredentialsError(.malformedResponse, "\(endpoint.base) answered with something that is not a token.")
        }
        return Answer(accessToken: accessToken, expiresIn: seconds, refreshToken: answer?["refreshToken"]?.text)
    }
}
