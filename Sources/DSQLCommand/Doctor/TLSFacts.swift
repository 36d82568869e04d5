import FoundationEssentials

/// What is known of a server after, or in the middle of, a TLS handshake.
struct TLSFacts: Sendable, Equatable {
    /// `TLSv1.3`.
    let version: String
    /// What was agreed on by ALPN.
    let applicationProtocol: String?
    /// The certificate's own name; empty where none has come.
    let subject: String
    /// The names it is good for, as OpenSSL prints them.
    let names: String
    /// Who signed it.
    let issuer: String
    /// The end of its chain.
    let root: String
    /// From when it is good, and until when.
    let notBefore: Date
    let notAfter: Date

    /// The DNS names it is good for.
    var hosts: [String] {
        names.split(separator: ",").compactMap { name in
            let name = name.drop { $0 == " " }
            return name.hasPrefix("DNS:") ? String(name.dropFirst(4)) : nil
        }
    }
}
