import AuroraDSQLCredentials

/// Gathers what a case must not leak: the values under names that are those of secrets.
struct FixtureSecrets {
    private(set) var values: Set<String> = []

    private static let names: Set<String> = [
        "secretaccesskey", "sessiontoken", "token", "accesstoken", "refreshtoken", "clientsecret", "dpopkey",
        "secret_key", "aws_secret_access_key", "aws_session_token", "aws_security_token", "idtoken",
        "aws_container_authorization_token", "webidentitytoken", "externalid", "external_id", "tokencode",
        "x-amz-sso_bearer_token", "authorization", "credential_process", "command",
    ]

    mutating func add(_ texts: some Sequence<String>) {
        // What is shorter occurs in any sentence.
        values.formUnion(texts.filter { $0.utf8.count >= 6 })
    }

    /// Takes them from JSON, and from the text of its strings.
    mutating func collect(from value: JSONValue) {
        for (name, member) in value.members {
            if let text = member.string, Self.names.contains(name.lowercased()) { add([text]) }
            collect(from: member)
        }
        value.elements.forEach { collect(from: $0) }
        if let text = value.string { collect(from: text) }
    }

    /// Takes them from a file or a body: JSON, XML or `name = value`.
    mutating func collect(from text: String) {
        if text.hasPrefix("{"), let value = JSONValue(parsing: Array(text.utf8)) {
            collect(from: value)
            return
        }
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingBlanks }
            if parts.count == 2, Self.names.contains(parts[0].lowercased()) { add([parts[1]]) }
        }
        for name in ["SecretAccessKey", "SessionToken"] {
            for piece in text.split(separator: "<\(name)>").dropFirst() {
                if let end = piece.firstRange(of: "</") { add([String(piece[..<end.lowerBound])]) }
            }
        }
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String { String(self).trimmedOrNil ?? "" }
}
