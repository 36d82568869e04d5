import AuroraDSQLCredentials

/// What a search for credentials found, as text.
enum CredentialsReport {
    /// The credentials without their secrets, then each source with what it said.
    static func summary(of search: CredentialsSearch, _ credentials: Credentials) -> String {
        var lines = [
            "source       \(search.winner ?? "unknown")",
            "access key   \(credentials.accessKeyID)",
        ]
        if let account = credentials.accountID { lines.append("account      \(account)") }
        lines.append("kind         \(credentials.sessionToken == nil ? "long-lived" : "temporary")")
        lines.append("expires      \(credentials.expiration.map(AWSTimestamp.iso8601) ?? "not known to")")
        lines.append("")
        lines.append("Sources in the order in which they are asked:")
        lines += Self.lines(of: search).map { "  \($0)" }
        return SecretFilter(secrets: [credentials.secretAccessKey, credentials.sessionToken ?? ""])
            .apply(to: lines.joined(separator: "\n")) + "\n"
    }

    /// Each source and what it said.
    static func lines(of search: CredentialsSearch) -> [String] {
        search.attempts.map { attempt in
            switch attempt.outcome {
            case .provided: "\(attempt.source): found."
            case .notConfigured(let reason): "\(attempt.source): not set up. \(reason)"
            case .failed(let reason): "\(attempt.source): failed. \(reason)"
            case .notAsked: "\(attempt.source): not asked."
            }
        }
    }

    /// The credentials in the JSON of `credential_process`.
    ///
    /// Source: "Process credential provider" in the AWS SDKs and Tools Reference Guide.
    static func process(_ credentials: Credentials) -> String {
        var members = [
            "\"Version\": 1",
            "\"AccessKeyId\": \(JSONText.quoted(credentials.accessKeyID))",
            "\"SecretAccessKey\": \(JSONText.quoted(credentials.secretAccessKey))",
        ]
        if let token = credentials.sessionToken { members.append("\"SessionToken\": \(JSONText.quoted(token))") }
        if let expiration = credentials.expiration {
            members.append("\"Expiration\": \"\(AWSTimestamp.iso8601(expiration))\"")
        }
        if let account = credentials.accountID { members.append("\"AccountId\": \(JSONText.quoted(account))") }
        return "{\(members.joined(separator: ", "))}\n"
    }
}
