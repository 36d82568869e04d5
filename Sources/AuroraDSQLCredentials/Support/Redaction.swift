/// Takes secrets out of a text that came from outside, before it goes into an error.
///
/// STS, for one, repeats the session token when a signature does not match.
struct Redaction {
    private let secrets: [String]

    /// Creates a redaction of the given secrets; those too short to be one are left alone.
    init(_ secrets: [String?]) {
        self.secrets = secrets.compactMap(\.self).filter { $0.utf8.count >= 4 }
    }

    /// The text on one line, without the secrets, at most 400 characters.
    func apply(to text: String) -> String {
        var result = text
        for secret in secrets {
            result = result.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "[redacted]")
        }
        return Quoted.sanitized(result, limit: 400)
    }
}
