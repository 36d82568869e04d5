import Crypto

/// Signature Version 4 worked out a second time, from the token's own parts and the secret the cluster knows.
///
/// Written for this check alone: it shares nothing with the signer it checks.
enum SignatureCheck {
    static func signature(of token: PresignedToken, secret: String) -> String {
        let canonical = canonicalRequest(token)
        let toSign = [
            "AWS4-HMAC-SHA256", token.date.description, token.scope.joined(separator: "/"),
            hex(SHA256.hash(data: Array(canonical.utf8))),
        ].joined(separator: "\n")
        var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        for part in token.scope {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        return hex(HMAC<SHA256>.authenticationCode(for: Array(toSign.utf8), using: key))
    }

    /// Compares without telling by its duration how many characters were right.
    static func isEqual(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }

    private static func canonicalRequest(_ token: PresignedToken) -> String {
        let query = token.signedParameters
            .map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            .joined(separator: "&")
        let emptyBody = hex(SHA256.hash(data: [UInt8]()))
        return ["GET", "/", query, "host:\(token.host.lowercased())", "", "host", emptyBody].joined(separator: "\n")
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
