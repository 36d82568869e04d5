package import AuroraDSQLCredentials
package import FoundationEssentials

/// Signs nothing: marks a request with whose key, for what and where it would be signed.
package struct MarkingRequestSigner: RequestSigning {
    /// Creates a signer.
    package init() {}

    package func signed(
        _ request: HTTPRequest,
        credentials: Credentials,
        service: String,
        region: String,
        at date: Date
    ) throws -> HTTPRequest {
        var signed = request
        let scope = "\(AWSTimestamp.basic(date).prefix(8))/\(region)/\(service)/aws4_request"
        signed.headers.append(
            HTTPField("Authorization", "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope)")
        )
        if let token = credentials.sessionToken { signed.headers.append(HTTPField("X-Amz-Security-Token", token)) }
        return signed
    }
}
