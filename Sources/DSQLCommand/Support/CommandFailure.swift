/// What went wrong in the tool itself: how the process ends, and one sentence with a remedy.
///
/// Two are equal when their exit statuses are. No text repeats a secret.
struct CommandFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// How the process ends.
    let status: ExitStatus
    /// One finished sentence that names what was wrong.
    let message: String
    /// What to do about it.
    let remedy: String?
    /// Whether it has been said, and only the status is left to tell.
    var isSaid = false

    init(_ status: ExitStatus, _ message: String, remedy: String? = nil) {
        self.status = status
        self.message = message
        self.remedy = remedy
    }

    /// The message, then the remedy.
    var description: String { remedy.map { "\(message) \($0)" } ?? message }

    static func == (lhs: CommandFailure, rhs: CommandFailure) -> Bool { lhs.status == rhs.status }

    func hash(into hasher: inout Hasher) { hasher.combine(status) }
}
