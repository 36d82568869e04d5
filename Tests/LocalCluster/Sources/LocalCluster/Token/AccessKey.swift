/// One pair of AWS keys the cluster knows, as IAM would.
package struct AccessKey: Sendable, Equatable, CustomStringConvertible {
    package var id: String
    package var secret: String
    /// Set for temporary credentials: a token then has to carry exactly this text.
    package var sessionToken: String?

    package init(id: String, secret: String, sessionToken: String? = nil) {
        self.id = id
        self.secret = secret
        self.sessionToken = sessionToken
    }

    /// The ID alone: neither secret is ever printed.
    package var description: String { "AccessKey(\(id))" }

    /// Random keys in the shape of AWS's documentation examples, never valid outside the stand-in.
    package static func random() -> AccessKey {
        AccessKey(
            id: "AKIDLOCAL" + RandomText.base32(11).uppercased(),
            secret: RandomText.alphanumeric(40)
        )
    }
}

extension AccessKey: CustomDebugStringConvertible, CustomReflectable {
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
