import FoundationEssentials

/// The parts of a token's `X-Amz-Credential`.
struct CredentialScope {
    let accessKeyID: String
    let region: Region

    init(_ text: String, signedAt: Date) throws(CredentialsError) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        // Counted from the end: nothing forbids a slash in an access key ID.
        guard parts.count >= 5, parts[parts.count - 1] == "aws4_request" else {
            throw TokenQuery.error("Its X-Amz-Credential is not <key>/<day>/<region>/dsql/aws4_request.")
        }
        guard parts[parts.count - 2] == "dsql" else {
            throw TokenQuery.error("It is signed for another service than dsql.")
        }
        guard let region = try? Region(parts[parts.count - 3]) else {
            throw TokenQuery.error("The Region in its X-Amz-Credential cannot be.")
        }
        guard AWSTimestamp.basic(signedAt).hasPrefix(parts[parts.count - 4]), parts[parts.count - 4].utf8.count == 8
        else { throw TokenQuery.error("The day in its X-Amz-Credential is not the day of its X-Amz-Date.") }
        let key = parts[..<(parts.count - 4)].joined(separator: "/")
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw TokenQuery.error("The access key ID in its X-Amz-Credential cannot be.")
        }
        accessKeyID = key
        self.region = region
    }
}
