/// Standard input, where `inspect` takes its token from.
enum StandardInput {
    /// Far more than a token with the longest session token is.
    private static let limit = 1 << 20

    /// Reads one line of text to the end of input.
    static func readToken() throws(CommandFailure) -> String {
        if POSIX.isTerminal(0) { StandardError.say("Paste the token, then press Enter and Control-D.") }
        let bytes: [UInt8]
        do { bytes = try POSIX.readAll(0, limit: limit) } catch {
            throw CommandFailure(
                .fault,
                "Standard input cannot be read: \(error.text).",
                remedy: "Use: printf %s \"$PGPASSWORD\" | dsql inspect."
            )
        }
        guard bytes.count <= limit else {
            throw CommandFailure(.badValue, "Standard input is too long to be a token.", remedy: "Pass one token.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.badValue, "Standard input is not text, so no token.", remedy: "Pass one token.")
        }
        return text
    }
}
