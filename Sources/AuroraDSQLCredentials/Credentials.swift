public import FoundationEssentials

/// AWS credentials: an access key, and for temporary ones a session token and an expiration.
///
/// ```swift
/// let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: secret)
/// ```
///
/// Printing, interpolating, dumping or mirroring a value shows neither the secret access key nor the session token.
/// An `expiration` of `nil` means that the credentials are long-lived.
public struct Credentials: Sendable, Hashable {
    /// The access key ID, such as `AKIA...` or, for temporary credentials, `ASIA...`.
    public let accessKeyID: String
    /// The secret access key; never printed.
    public let secretAccessKey: String
    /// The session token of temporary credentials; never printed.
    public let sessionToken: String?
    /// When temporary credentials stop working.
    public let expiration: Date?
    /// The twelve-digit AWS account that the credentials belong to, where the source said so.
    public let accountID: String?

    /// Creates credentials from their parts.
    ///
    /// An empty session token or account is the same as none.
    public init(
        accessKeyID: String,
        secretAccessKey: String,
        sessionToken: String? = nil,
        expiration: Date? = nil,
        accountID: String? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken.flatMap { $0.isEmpty ? nil : $0 }
        self.expiration = expiration
        self.accountID = accountID.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether the credentials have stopped working at `date`; long-lived ones never have.
    public func isExpired(at date: Date) -> Bool {
        guard let expiration else { return false }
        return expiration <= date
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The access key ID and the expiration, without a secret.
    public var description: String {
        var text = "Credentials(\(accessKeyID), secret redacted"
        if sessionToken != nil { text += ", session token redacted" }
        if let expiration { text += ", expires \(AWSTimestamp.iso8601(expiration))" }
        return text + ")"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror without the secret parts.
    public var customMirror: Mirror {
        Mirror(self, children: ["description": description], displayStyle: .struct)
    }
}
