/// What libcurl says about a transfer that failed, in our words.
///
/// The result codes are part of libcurl's binary interface and keep their numbers.
struct CurlFailure: Sendable {
    /// The result code.
    let code: Int
    /// libcurl's own words; they name hosts and certificates, never a header or a body.
    let detail: String
    /// The status with which a proxy answered CONNECT, or 0.
    let proxyStatus: Int
    /// Whether a connection had been made.
    let isConnected: Bool
    /// The limit that the collector enforced, where it did.
    let violation: CurlResponseCollector.Violation?

    /// The error for a request to `plan.url`.
    func error(for plan: CurlRequestPlan) -> CredentialsError {
        let host = plan.url.authority
        let route = plan.proxy == nil ? "" : " (through the proxy of the environment)"
        switch violation {
        case .headers(let limit)?:
            return CredentialsError(.malformedResponse, "\(host) answered with over \(limit) bytes of header fields.")
        case .body(let limit)?:
            return CredentialsError(.malformedResponse, "\(host) answered with a body of over \(limit) bytes.")
        case nil: break
        }
        switch code {
        case 28: return timeout(plan, host: host, route: route)
        case 5:
            return CredentialsError(
                .unreachable,
                "The proxy for \(host) could not be found.",
                remedy: "Check HTTPS_PROXY and HTTP_PROXY, or add the host to NO_PROXY."
            )
        case 6:
            return CredentialsError(
                .unreachable,
                "The name \(plan.url.host) could not be resolved.",
                remedy: "Check the Region or endpoint it was made from, and the DNS settings."
            )
        case 7: return CredentialsError(.unreachable, "\(host) could not be connected to\(route).")
        case 35, 51, 53, 54, 58, 59, 60, 64, 66, 80, 82, 83, 90, 91, 98: return untrusted(host: host, route: route)
        case 77:
            return CredentialsError(
                .invalidConfiguration,
                "The CA bundle \(Quoted(plan.caBundle ?? "")) cannot be used.",
                remedy: "Name a file of PEM certificates in AWS_CA_BUNDLE, ca_bundle or SSL_CERT_FILE."
            )
        case 1, 8, 61, 88:
            return CredentialsError(.malformedResponse, "\(host) answered with something that is not HTTP.")
        case 18: return CredentialsError(.malformedResponse, "The answer of \(host) was cut off.")
        case 52: return CredentialsError(.unreachable, "\(host) closed the connection without an answer\(route).")
        case 97: return refusedByProxy(host: host)
        case 56 where proxyStatus >= 300: return refusedByProxy(host: host)
        case 55, 56: return CredentialsError(.unreachable, "The connection to \(host) broke\(route).")
        default: return CredentialsError(.unreachable, "The request to \(host) failed (libcurl code \(code))\(route).")
        }
    }

    private func timeout(_ plan: CurlRequestPlan, host: String, route: String) -> CredentialsError {
        isConnected
            ? CredentialsError(.timedOut, "\(host) did not answer within \(plan.totalMilliseconds) ms\(route).")
            : CredentialsError(
                .timedOut,
                "\(host) could not be connected to within "
                    + "\(min(plan.connectMilliseconds, plan.totalMilliseconds)) ms\(route)."
            )
    }

    private func untrusted(host: String, route: String) -> CredentialsError {
        let reason = detail.isEmpty ? "" : ": \(Quoted(detail))"
        return CredentialsError(
            .unreachable,
            "A TLS connection to \(host) could not be made\(route)\(reason).",
            remedy: "The server needs TLS 1.2 or later and a certificate for this name; where a private authority "
                + "signs it, name its bundle in AWS_CA_BUNDLE."
        )
    }

    private func refusedByProxy(host: String) -> CredentialsError {
        CredentialsError(
            .unreachable,
            proxyStatus > 0
                ? "The proxy refused a connection to \(host) with the status \(proxyStatus)."
                : "The proxy for \(host) could not be used.",
            remedy: proxyStatus == 407
                ? "Put the user name and password for the proxy into HTTPS_PROXY."
                : "Check HTTPS_PROXY and HTTP_PROXY, or add the host to NO_PROXY."
        )
    }
}
