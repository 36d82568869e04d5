package import FoundationEssentials

extension SigV4Signer {
    /// How the header form of a signature is made.
    package struct HeaderOptions: Sendable {
        /// What becomes of the session token.
        package enum SessionToken: Sendable {
            /// It is sent, and is one of the signed header fields.
            case signed
            /// It is sent, but not signed, as a few services want it.
            case unsigned
        }

        /// Whether empty and dot segments of the path are resolved; all services but S3 want it so.
        package var normalizesPath = true
        /// Whether the hash of the body is sent along as `X-Amz-Content-Sha256`; the signature covers it in any case.
        package var sendsPayloadHash = false
        /// What becomes of the session token.
        package var sessionToken = SessionToken.signed

        /// Creates the options that STS takes.
        package init() {}
    }

    /// Signs a request: the header fields to add to it.
    ///
    /// - Parameters:
    ///   - method: The method, in upper case.
    ///   - path: The path as it is sent; an empty one counts as `/`.
    ///   - query: The query as it is sent, without the question mark.
    ///   - headers: The fields to be sent, `Host` among them. Those that others may change on the way stay unsigned.
    ///   - body: The body as it is sent.
    ///   - region: The Region of the service.
    ///   - credentials: What to sign with.
    ///   - date: The time of the request.
    ///   - options: Variations.
    /// - Returns: `X-Amz-Date`, `X-Amz-Content-Sha256` and `X-Amz-Security-Token` where they apply, `Authorization`.
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/invalidConfiguration`` for credentials that cannot
    ///   sign, and ``CredentialsError/Code/invalidValue`` where the `Host` field is missing.
    package func signedHeaders(
        method: String,
        path: String,
        query: String = "",
        headers: [HTTPField],
        body: [UInt8] = [],
        region: Region,
        credentials: Credentials,
        date: Date,
        options: HeaderOptions = HeaderOptions()
    ) throws(CredentialsError) -> [HTTPField] {
        guard headers.contains(where: { $0.name.utf8.elementsEqual("host".utf8) { $0 | 0x20 == $1 } }) else {
            throw CredentialsError(.invalidValue, "The request to sign has no Host field.")
        }
        let seconds = AWSTimestamp.wholeSeconds(date)
        let context = try context(secondsSince1970: seconds, region: region, credentials: credentials)
        let time = AWSTimestamp.basic(date)
        let payloadHash = SigV4Signer.hexadecimal(SHA256.digest(of: body))

        var added = [HTTPField("X-Amz-Date", time)]
        if options.sendsPayloadHash { added.append(HTTPField("X-Amz-Content-Sha256", payloadHash)) }
        let token = try credentials.sessionToken.map(SigV4Signer.tokenField)
        if let token, options.sessionToken == .signed { added.append(token) }
        let request = CanonicalRequest(
            method: method,
            path: path,
            query: query,
            headers: headers + added,
            payloadHash: payloadHash,
            normalizesPath: options.normalizesPath
        )
        if let token, options.sessionToken == .unsigned { added.append(token) }

        let hash = SigV4Signer.hexadecimal(SHA256.digest(of: [UInt8](request.text.utf8)))
        let stringToSign = "AWS4-HMAC-SHA256\n\(time)\n\(context.scope)\n\(hash)"
        let signature = SigV4Signer.hexadecimal(context.signingKey.code(of: [UInt8](stringToSign.utf8)))
        let credential = "\(credentials.accessKeyID)/\(context.scope)"
        added.append(
            HTTPField(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=\(request.signedHeaders), "
                    + "Signature=\(signature)"
            )
        )
        return added
    }

    private static func tokenField(_ token: String) throws(CredentialsError) -> HTTPField {
        // Anything else could end the header field and begin another.
        guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CredentialsError(
                .invalidConfiguration,
                "The session token holds a character that no request can carry.",
                remedy: "Correct the credentials where they are set up."
            )
        }
        return HTTPField("X-Amz-Security-Token", token)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = [UInt8]("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }
}
