package import FoundationEssentials

/// A proof that a request comes from the holder of a key: a JSON Web Token for one method and one URL (RFC 9449).
package struct DPoPProof: Sendable {
    /// The method.
    package var method: String
    /// The URL, without query and fragment.
    package var url: String
    /// When the proof was made.
    package var issuedAt: Date
    /// An identifier that is used once.
    package var identifier: String

    /// Creates a proof.
    package init(method: String, url: String, issuedAt: Date, identifier: String) {
        self.method = method
        self.url = url
        self.issuedAt = issuedAt
        self.identifier = identifier
    }

    /// The token, signed by ES256 with a P-256 private key in PEM.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/malformedResponse`` where it is no such key.
    package func token(pem: String) throws(CredentialsError) -> String {
        let point = try LibcryptoProofs.publicPoint(ofP256Key: pem)
        let header: JSONValue = .object([
            "typ": .string("dpop+jwt"), "alg": .string("ES256"),
            "jwk": .object([
                "kty": .string("EC"), "crv": .string("P-256"), "x": .string(DPoPProof.base64URL(point.x)),
                "y": .string(DPoPProof.base64URL(point.y)),
            ]),
        ])
        let claims: JSONValue = .object([
            "htm": .string(method), "htu": .string(url), "jti": .string(identifier),
            "iat": .integer(Int64(AWSTimestamp.wholeSeconds(issuedAt))),
        ])
        let input = "\(DPoPProof.base64URL(try header.serialized())).\(DPoPProof.base64URL(try claims.serialized()))"
        let signature = try LibcryptoProofs.es256(Array(input.utf8), pem: pem)
        return "\(input).\(DPoPProof.base64URL(signature))"
    }

    /// An identifier from 16 random bytes, in the form of a version 4 UUID.
    package static func identifier(random: () -> Double) -> String {
        var bytes = (0..<16).map { _ in UInt8(min(255, random() * 256)) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
        return text
    }

    /// Base64 with the URL alphabet and without padding.
    static func base64URL(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            }
        )
    }
}
