package import FoundationEssentials

/// Signs requests to AWS in their headers (Signature Version 4).
package protocol RequestSigning: Sendable {
    /// The request with `Authorization`, `X-Amz-Date` and, for temporary credentials, `X-Amz-Security-Token`.
    func signed(
        _ request: HTTPRequest,
        credentials: Credentials,
        service: String,
        region: String,
        at date: Date
    ) throws -> HTTPRequest
}
