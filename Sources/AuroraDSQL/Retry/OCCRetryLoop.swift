/// The decisions between the attempts of one transaction or statement.
///
/// ```swift
/// var loop = OCCRetryLoop(policy: .default, isIdempotent: false)
/// switch loop.next(after: .conflict(.data), error, random: 0.5) { ... }
/// ```
package struct OCCRetryLoop: Sendable {
    /// What to do after a failed attempt.
    package enum Step: Sendable {
        /// Wait, then try again.
        case wait(Duration)
        /// Throw this.
        case giveUp(any Error)
    }

    /// What the transaction was tried with.
    package let policy: OCCRetryPolicy
    /// Whether doing it twice is the same as doing it once.
    package let isIdempotent: Bool
    /// What was tried so far.
    package private(set) var history = OCCRetryPolicy.History(attempts: 0, waits: [])
    /// Whether an attempt before the last one may have been committed.
    private var mayBeCommitted = false

    /// Creates the decisions for one transaction; without a policy it is tried once.
    package init(policy: OCCRetryPolicy?, isIdempotent: Bool) {
        self.policy = policy ?? OCCRetryPolicy(maxRetries: 0)
        self.isIdempotent = isIdempotent
    }

    /// An attempt has failed.
    ///
    /// - Parameter random: A number of at least 0 and less than 1.
    package mutating func next(after failure: AttemptFailure, _ error: any Error, random: Double) -> Step {
        history.attempts += 1
        let conflict: OCCConflict? =
            switch failure {
            case .conflict(let conflict): conflict
            case .uncertain: isIdempotent ? .unspecified : nil
            case .other: nil
            }
        if let conflict,
            let wait = policy.wait(afterRetries: history.attempts - 1, conflict: conflict, random: random)
        {
            history.waits.append(wait)
            if Self.isUnknown(error) { mayBeCommitted = true }
            return .wait(wait)
        }
        // Tried once, by wish or because nothing may be repeated: the error stays as it was.
        guard history.attempts > 1 else { return .giveUp(error) }
        // How the last attempt ended says nothing about an earlier one whose COMMIT was not answered.
        if mayBeCommitted, !Self.isUnknown(error) { return .giveUp(unknown(error)) }
        if case .conflict = failure { return .giveUp(exhausted(error)) }
        guard var known = error as? DSQLError else { return .giveUp(error) }
        known.retries = known.retries ?? history
        return .giveUp(known)
    }

    /// The time ran out, or the task was cancelled, before the next attempt.
    package func interrupted(_ code: DSQLError.Code, _ message: String, by error: any Error) -> DSQLError {
        // The wait that was cut short is not one that was made.
        let made = OCCRetryPolicy.History(attempts: history.attempts, waits: history.waits.dropLast())
        var interruption = mayBeCommitted ? unknown(error) : DSQLError(code, message, cause: error)
        interruption.retries = made
        return interruption
    }

    private static func isUnknown(_ error: any Error) -> Bool { (error as? DSQLError)?.code == .commitOutcomeUnknown }

    private func unknown(_ error: any Error) -> DSQLError {
        var unknown = DSQLError(
            .commitOutcomeUnknown,
            "The answer to COMMIT did not arrive in one of \(history.attempts) attempts, which may have been committed, "
                + "and none after it came through.",
            remedy: "Look whether its changes are there before doing it again.",
            cause: error
        )
        unknown.retries = history
        return unknown
    }

    private func exhausted(_ error: any Error) -> DSQLError {
        let total = history.waits.reduce(.zero, +)
        var exhausted = DSQLError(
            .conflictRetriesExhausted,
            "Each of \(history.attempts) attempts ended in a conflict, with waits of \(total) between them.",
            remedy: "Try later, allow more retries, or have fewer writers change the same rows.",
            cause: error
        )
        exhausted.retries = history
        return exhausted
    }
}
