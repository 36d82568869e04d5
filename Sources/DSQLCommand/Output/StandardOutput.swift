/// Standard output: the product, whole, and nothing else.
enum StandardOutput {
    /// Writes a product in one go.
    ///
    /// - Throws: ``CommandFailure`` with ``ExitStatus/fault`` when it cannot be written.
    static func write(_ text: String) throws(CommandFailure) {
        do { try POSIX.write(Array(text.utf8), to: 1) } catch {
            throw CommandFailure(
                .fault,
                "Standard output cannot be written: \(error.text).",
                remedy: "Do not use what did arrive."
            )
        }
    }
}
