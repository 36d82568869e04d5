/// Asks STS for the credentials of a role.
struct STSClient {
    private let context: ProviderContext
    private let settings: ProviderSettings
    private let signing: any RequestSigning

    init(context: ProviderContext, settings: ProviderSettings, signing: any RequestSigning) {
        self.context = context
        self.settings = settings
        self.signing = signing
    }

    /// The session's name where nobody gave one.
    var defaultSessionName: String { "aurora-dsql-swift-\(AWSTimestamp.wholeSeconds(context.clock.now()))" }

    /// Sends a request, signed with `credentials` or, without them, unsigned.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - credentials: What to sign with.
    ///   - role: The role's ARN, for error texts.
    ///   - region: The Region where none is set up, from the step's own profile.
    ///   - secrets: What the request holds that no error may show.
    func send(
        _ request: STSRequest,
        signedWith credentials: Credentials?,
        role: String,
        region: String?,
        secrets: [String?]
    ) async throws -> STSAnswer {
        let endpoint = try ServiceEndpoint(.sts, region: try self.region(fallback: region), settings: settings)
        var plain = HTTPRequest(
            "POST",
            endpoint.url("/"),
            headers: [
                HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                HTTPField("Accept", "text/xml"),
            ],
            body: Array(request.form.utf8)
        )
        plain.caBundle = settings.caBundle
        let response = try await HTTPRetry(context, attempts: try settings.maxAttempts).send(
            request.action,
            isWorthRetrying: { response in
                HTTPRetry.isTransient(response)
                    || response.status >= 400 && STSFailure(body: response.body)?.isTransient == true
            },
            makeRequest: {
                guard let credentials else { return plain }
                return try signing.signed(
                    plain,
                    credentials: credentials,
                    service: "sts",
                    region: endpoint.signingRegion,
                    at: context.clock.now()
                )
            }
        )
        let redaction = Redaction([credentials?.secretAccessKey, credentials?.sessionToken] + secrets)
        return try read(response, to: request.action, role: role, endpoint: endpoint, redaction: redaction)
    }

    private func region(fallback: String?) throws(CredentialsError) -> Region {
        if let region = try settings.region { return region }
        return try Region(fallback ?? "us-east-1")
    }

    private func read(
        _ response: HTTPResponse,
        to action: String,
        role: String,
        endpoint: ServiceEndpoint,
        redaction: Redaction
    ) throws(CredentialsError) -> STSAnswer {
        let subject = "\(action) for the role \(Quoted(role))"
        if (200...299).contains(response.status) {
            guard let answer = STSAnswer(action: action, body: response.body) else {
                throw CredentialsError(
                    .malformedResponse,
                    "\(endpoint.base) answered \(subject) with something that is not credentials in XML."
                )
            }
            return answer
        }
        guard let failure = STSFailure(body: response.body) else {
            throw CredentialsError(
                response.status >= 500 || response.status == 429 ? .unreachable : .malformedResponse,
                "\(endpoint.base) answered \(subject) with status \(response.status) and no reason."
            )
        }
        let isOver = failure.isTransient || response.status >= 500
        let said = "\(redaction.apply(to: failure.code)): \(redaction.apply(to: failure.message))"
        throw CredentialsError(
            failure.code.hasPrefix("ExpiredToken") ? .expired : isOver ? .unreachable : .refused,
            "STS \(isOver ? "could not serve" : "refused") \(subject): \(said)",
            remedy: STSClient.remedy(for: failure.code)
        )
    }

    private static func remedy(for code: String) -> String? {
        switch code {
        case "AccessDenied":
            "Check the role's trust policy, and that the source credentials may call it (external_id, mfa_serial)."
        case "ExpiredToken", "ExpiredTokenException": "Renew the credentials or the token that assume the role."
        case "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidAccessKeyId":
            "Check the access key and secret access key of the source."
        case "RegionDisabledException", "RegionDisabled": "Enable the Region for STS, or set another one."
        case "InvalidIdentityToken": "Check the token's issuer and audience against the identity provider in IAM."
        default: nil
        }
    }
}
