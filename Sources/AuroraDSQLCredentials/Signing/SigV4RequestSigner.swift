package import FoundationEssentials

/// Signs the requests of providers with ``SigV4Signer``.
package struct SigV4RequestSigner: RequestSigning {
    /// Creates a signer.
    package init() {}

    /// The request with the header fields that sign it.
    package func signed(
        _ request: HTTPRequest,
        credentials: Credentials,
        service: String,
        region: String,
        at date: Date
    ) throws(CredentialsError) -> HTTPRequest {
        let url: HTTPURL
        do {
            url = try HTTPURL(request.url)
        } catch {
            throw CredentialsError(.invalidConfiguration, "The endpoint of \(service) \(error).")
        }
        let parts = url.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let added = try SigV4Signer(service: service).signedHeaders(
            method: request.method,
            path: String(parts[0]),
            query: parts.count > 1 ? String(parts[1]) : "",
            headers: request.headers + [HTTPField("Host", url.signedAuthority)],
            body: request.body,
            region: try Region(region),
            credentials: credentials,
            date: date
        )
        var signed = request
        signed.headers += added
        return signed
    }
}

extension HTTPURL {
    /// What the client sends as `Host`: a port only where it is not the scheme's own.
    fileprivate var signedAuthority: String {
        let standard = scheme == .https ? 443 : 80
        guard port == standard else { return authority }
        return String(authority.dropLast(":\(standard)".utf8.count))
    }
}
