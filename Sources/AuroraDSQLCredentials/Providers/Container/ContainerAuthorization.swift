/// What a container's agent is shown: the text of a file, else of a variable, else nothing.
enum ContainerAuthorization {
    private static let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    private static let fileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"

    /// Reads the token; the file anew each time, because its content is replaced while the program runs.
    static func token(_ context: ProviderContext) throws(CredentialsError) -> String? {
        if let path = context.environment.value(fileVariable) {
            guard let bytes = try context.files.read(path, limit: 64 << 10) else {
                throw CredentialsError(.fileUnreadable, "\(fileVariable) names \(Quoted(path)), which does not exist.")
            }
            return try checked(String(decoding: bytes, as: UTF8.self), from: "the file of \(fileVariable)")
        }
        guard let text = context.environment[variable], text.trimmedOrNil != nil else { return nil }
        return try checked(text, from: variable)
    }

    /// A line end would let the token add header fields of its own; an agent would take no such token anyway.
    private static func checked(_ text: String, from place: String) throws(CredentialsError) -> String {
        guard text.trimmedOrNil != nil else {
            throw CredentialsError(.invalidConfiguration, "The authorization token in \(place) is empty.")
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw CredentialsError(
                .invalidConfiguration,
                "The authorization token in \(place) holds a line break or another control character.",
                remedy: "Remove it, also at the end."
            )
        }
        return text
    }
}
