import FoundationEssentials

/// The JSON in which a container, an instance and a process give credentials.
///
/// Names are taken exactly, unknown members are ignored, and a member of another type counts as missing.
package struct CredentialsAnswer {
    private let members: JSONValue
    private let source: String

    /// Reads an answer; `source` begins the sentences of its errors.
    package init(parsing bytes: [UInt8], from source: String) throws(CredentialsError) {
        guard let value = JSONValue(parsing: bytes), case .object = value else {
            throw CredentialsError(.malformedResponse, "\(source) answered with something that is not a JSON object.")
        }
        members = value
        self.source = source
    }

    /// A text, where it is there and not blank.
    func text(_ name: String) -> String? { members[name]?.text?.trimmedOrNil }

    /// A number, where it is one.
    func number(_ name: String) -> Double? { members[name]?.number }

    /// A text that has to be there.
    func required(_ name: String) throws(CredentialsError) -> String {
        guard let text = text(name) else {
            throw CredentialsError(.malformedResponse, "The answer of \(source) has no \(name).")
        }
        return text
    }

    /// The moment of `Expiration`; `nil` where there is none.
    func expiration() throws(CredentialsError) -> Date? {
        guard let member = members["Expiration"], member != .null else { return nil }
        guard let text = member.text, let date = AWSTimestamp.parseISO8601(text) else {
            throw CredentialsError(
                .malformedResponse,
                "The Expiration in the answer of \(source) is not a moment in ISO 8601 with an offset."
            )
        }
        return date
    }

    /// The credentials of a service, which are always temporary.
    package func temporaryCredentials() throws(CredentialsError) -> Credentials {
        guard let expiration = try expiration() else {
            throw CredentialsError(.malformedResponse, "The answer of \(source) has no Expiration.")
        }
        return Credentials(
            accessKeyID: try required("AccessKeyId"),
            secretAccessKey: try required("SecretAccessKey"),
            sessionToken: try required("Token"),
            expiration: expiration,
            accountID: text("AccountId")
        )
    }

    /// The error for credentials that have expired before they arrived.
    static func expired(_ credentials: Credentials, from source: String) -> CredentialsError {
        let moment = credentials.expiration.map(AWSTimestamp.iso8601) ?? ""
        return CredentialsError(.expired, "\(source) answered with credentials that expired at \(moment).")
    }
}
