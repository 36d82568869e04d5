import FoundationEssentials

/// How long a token may last: what was asked for, and never longer than the credentials that sign it.
enum TokenLifetime {
    /// Checks a duration and returns its seconds.
    static func seconds(_ duration: Duration) throws(CredentialsError) -> Int {
        let (seconds, attoseconds) = duration.components
        guard attoseconds == 0, let whole = Int(exactly: seconds), SigV4Signer.tokenSeconds.contains(whole) else {
            throw CredentialsError(
                .invalidValue,
                "A token cannot last \(duration).",
                remedy: "Give whole seconds, 1 to 604800 (7 days)."
            )
        }
        return whole
    }

    /// The whole seconds that a token signed at `now` may last; `nil` when the credentials have expired or have less
    /// than a second left.
    static func limit(_ seconds: Int, signedAt now: Date, expiration: Date?) -> Int? {
        guard let expiration else { return seconds }
        guard expiration.timeIntervalSince(now) >= 1 else { return nil }
        // The token's time begins at the whole second it carries, which may lie before `now`.
        let left = expiration.timeIntervalSince1970 - Double(AWSTimestamp.wholeSeconds(now))
        return left >= Double(seconds) ? seconds : Int(left.rounded(.down))
    }

    /// Whether credentials last as long as a token of `seconds` signed at `now`.
    static func isCovered(_ seconds: Int, signedAt now: Date, expiration: Date?) -> Bool {
        limit(seconds, signedAt: now, expiration: expiration) == seconds
    }
}
