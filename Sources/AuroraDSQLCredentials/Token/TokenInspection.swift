package import FoundationEssentials

/// What a token says of itself, for a person to read; its signature is not verified.
///
/// ```swift
/// let inspection = try TokenInspection(token.password)
/// print(inspection.host, inspection.expiration)
/// ```
///
/// Any input is safe to read. No error repeats the signature, the session token or the input as a whole.
package struct TokenInspection: Sendable, Equatable {
    /// The host it is made for.
    package let host: String
    /// The permission it asks for.
    package let action: AuthToken.Action
    /// The Region it is signed for.
    package let region: Region
    /// The access key ID that signed it.
    package let accessKeyID: String
    /// When it was signed.
    package let signedAt: Date
    /// How many seconds it lasts.
    package let seconds: Int
    /// Whether temporary credentials signed it.
    package let hasSessionToken: Bool
    /// The names of the signed header fields.
    package let signedHeaders: [String]

    /// When it stops working, if its credentials last.
    package var expiration: Date { signedAt + Double(seconds) }

    /// Reads a token; one line end after it is dropped.
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/invalidValue``.
    package init(_ text: String) throws(CredentialsError) { try self.init(bytes: [UInt8](text.utf8)) }

    /// Reads a token from bytes; one line end after it is dropped.
    package init(bytes: [UInt8]) throws(CredentialsError) {
        let query = try TokenQuery(bytes: bytes)
        host = query.host
        action = try TokenInspection.action(query)
        guard query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256" else {
            throw TokenQuery.error("Its X-Amz-Algorithm is not AWS4-HMAC-SHA256.")
        }
        guard let signedAt = query["X-Amz-Date"].flatMap(AWSTimestamp.parseBasic) else {
            throw TokenQuery.error("Its X-Amz-Date is not a time such as 20250827T120000Z.")
        }
        self.signedAt = signedAt
        let scope = try CredentialScope(query["X-Amz-Credential"] ?? "", signedAt: signedAt)
        accessKeyID = scope.accessKeyID
        region = scope.region
        seconds = try TokenInspection.seconds(query)
        signedHeaders = (query["X-Amz-SignedHeaders"] ?? "").split(separator: ";").map(String.init)
        guard signedHeaders == ["host"] else {
            throw TokenQuery.error("Its X-Amz-SignedHeaders is not host.")
        }
        hasSessionToken = query["X-Amz-Security-Token"] != nil
        let signature = (query["X-Amz-Signature"] ?? "").utf8
        guard signature.count == 64,
            signature.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { throw TokenQuery.error("Its X-Amz-Signature is not 64 lower-case hexadecimal digits.") }
    }

    private static func action(_ query: TokenQuery) throws(CredentialsError) -> AuthToken.Action {
        guard let action = query["Action"].flatMap(AuthToken.Action.init(rawValue:)) else {
            throw TokenQuery.error("Its Action is neither DbConnect nor DbConnectAdmin.")
        }
        return action
    }

    private static func seconds(_ query: TokenQuery) throws(CredentialsError) -> Int {
        let text = query["X-Amz-Expires"] ?? ""
        guard let seconds = Int(text), String(seconds) == text, SigV4Signer.tokenSeconds.contains(seconds) else {
            throw TokenQuery.error("Its X-Amz-Expires is not 1 to 604800 seconds.")
        }
        return seconds
    }
}
