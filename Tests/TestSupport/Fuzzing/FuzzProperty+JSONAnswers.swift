import AuroraDSQLCredentials

extension FuzzProperty {
    /// Answers of services and processes are read or refused, and what was read can be written and read again.
    package static let jsonAnswers = FuzzProperty("JSONAnswers") { input in
        _ = try? CredentialsAnswer(parsing: input, from: "The fuzzer").temporaryCredentials()
        guard let value = JSONValue(parsing: input) else { return nil }
        guard let written = try? value.serialized() else { return "a value that was read cannot be written" }
        guard written.count <= JSONValue.sizeLimit else { return nil }
        return JSONValue(parsing: written) == nil ? "a value that was written cannot be read" : nil
    }
}
