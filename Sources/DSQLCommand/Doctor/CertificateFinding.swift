import AuroraDSQLCredentials
import FoundationEssentials

/// What is wrong with a certificate, by OpenSSL's number for it.
struct CertificateFinding {
    let code: Int
    let text: String
    let host: String
    let bundle: String
    let facts: TLSFacts?

    /// The finding; the numbers are those of OpenSSL's `X509_V_ERR_`.
    var finding: Finding {
        let names = facts?.hosts.joined(separator: ", ") ?? ""
        let issuer = facts.map { Quoted($0.issuer).description } ?? "somebody"
        let now = AWSTimestamp.iso8601(Date())
        switch code {
        case 62:
            return Finding(
                .unavailable,
                "The server's certificate is for \(names.isEmpty ? "no host" : names), not for \(host).",
                remedy: "Use the cluster's own name as the host; with --hostaddr or a tunnel, check where it leads. "
                    + "No token was sent."
            )
        case 9, 10:
            let time = (code == 10 ? facts?.notAfter : facts?.notBefore).map(AWSTimestamp.iso8601) ?? "another time"
            return Finding(
                .unavailable,
                "The server's certificate is good \(code == 10 ? "until" : "from") \(time), and this machine's clock "
                    + "says \(now).",
                remedy: "Check this machine's clock; where it is right, this is not the cluster. No token was sent."
            )
        case 2, 18, 19, 20, 21:
            return Finding(
                .unavailable,
                "The server's certificate comes from \(issuer), whom \(bundle) does not vouch for (\(text)).",
                remedy: "Update the package ca-certificates, or name the bundle that holds Amazon's roots "
                    + "(PGSSLROOTCERT); a proxy that inspects TLS shows a certificate of its own. No token was sent."
            )
        default:
            return Finding(
                .unavailable,
                "The server's certificate, from \(issuer), does not verify: \(text).",
                remedy: "Check host, --hostaddr and CA bundle. No token was sent."
            )
        }
    }
}
