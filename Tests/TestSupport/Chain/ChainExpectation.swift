package import AuroraDSQLCredentials

/// What a case must come to.
package struct ChainExpectation: Sendable {
    /// The sentence that says what the case shows.
    package let description: String
    /// The profile that is passed in.
    package let profile: String?
    /// The answers to questions; `nil` is no terminal.
    package let terminal: [String]?
    /// Whether the AWS CLI's cache is used.
    package let usesRoleCache: Bool
    /// The credentials.
    package let credentials: Credentials?
    /// The source that answers.
    package let source: String?
    /// The error's code.
    package let errorCode: String?
    /// Pieces of the error's text.
    package let errorPieces: [String]
    /// Files after the run.
    package let files: [String: JSONValue]
    /// The questions that were asked.
    package let prompts: [String]?

    init(_ value: JSONValue) {
        description = value["description"]?.string ?? ""
        profile = value["profile"]?.string
        terminal = value["terminal"].map { $0.elements.compactMap(\.string) }
        usesRoleCache = value["roleCache"] == .bool(true)
        credentials = value["credentials"].map { part in
            Credentials(
                accessKeyID: part["accessKeyID"]?.string ?? "",
                secretAccessKey: part["secretAccessKey"]?.string ?? "",
                sessionToken: part["sessionToken"]?.string,
                expiration: part["expiration"]?.string.flatMap(AWSTimestamp.parseISO8601),
                accountID: part["accountID"]?.string
            )
        }
        source = value["source"]?.string
        errorCode = value["error"]?["code"]?.string
        errorPieces = value["error"]?["contains"]?.elements.compactMap(\.string) ?? []
        files = value["files"]?.members ?? [:]
        prompts = value["prompts"].map { $0.elements.compactMap(\.string) }
    }
}

extension ChainExpectation {
    /// What is otherwise in the outcome of a search.
    package func deviations(in search: CredentialsSearch, world: TestWorld) -> [String] {
        var found: [String] = []
        switch search.result {
        case .success(let credentials):
            // The parts are compared by name: an equality that failed would not say where.
            if let expected = self.credentials {
                found += difference("accessKeyID", credentials.accessKeyID, expected.accessKeyID)
                found += difference("secretAccessKey", credentials.secretAccessKey, expected.secretAccessKey)
                found += difference("sessionToken", credentials.sessionToken, expected.sessionToken)
                found += difference("expiration", credentials.expiration, expected.expiration)
                found += difference("accountID", credentials.accountID, expected.accountID)
            } else {
                found.append("credentials came where an error was expected")
            }
            if let source { found += difference("source", search.winner, source) }
        case .failure(let error):
            let text = "\(error)".lowercased()
            let code = (error as? CredentialsError).map { "\($0.code)" } ?? "\(type(of: error))"
            if code != errorCode { found.append("the error is \(code), not \(errorCode ?? "none"): \(error)") }
            for piece in errorPieces where !text.contains(piece.lowercased()) {
                found.append("the error does not say \(piece): \(error)")
            }
        }
        for (path, expected) in files {
            let bytes = world.files.files[path] ?? []
            if let text = expected.string {
                found += difference(path, String(decoding: bytes, as: UTF8.self), text)
            } else {
                found += difference(path, JSONValue(parsing: bytes), expected)
            }
        }
        if let prompts { found += difference("prompts", world.terminal.prompts, prompts) }
        return found + world.deviations
    }

    private func difference<Value: Equatable>(_ name: String, _ value: Value, _ expected: Value) -> [String] {
        value == expected ? [] : ["\(name) is \(value), not \(expected)"]
    }
}
