import AuroraDSQLCredentials
package import FoundationEssentials

/// When a token is renewed, and what is said when that fails.
///
/// A token is renewed when half its life is over: whoever reads it has the other half to use it, and as long is left
/// for trying again. The clock is the wall clock, which is what the cluster judges by.
package struct RefreshSchedule: Sendable {
    /// The life of a token.
    package struct Life: Sendable, Equatable {
        package let signedAt: Date
        package let expiration: Date

        package init(signedAt: Date, expiration: Date) {
            self.signedAt = signedAt
            self.expiration = expiration
        }

        /// Reads a token.
        init(_ token: AuthToken) throws(CredentialsError) {
            let inspection = try TokenInspection(token.password)
            self.init(signedAt: inspection.signedAt, expiration: inspection.expiration)
        }
    }

    /// The wall clock may be set at any time; it is looked at this often.
    package static let longestWait = 60.0
    /// A cluster refuses a token from further ahead than 5 minutes; one that is ahead at all means a clock set back.
    private static let acceptedLead = 60.0
    private static let longestBackoff = 60.0

    private var life: Life
    private var failures = 0
    private var lastFailure: Date?
    private var isExpirySaid = false

    /// Begins with the first token.
    package init(_ life: Life) { self.life = life }

    /// How many seconds to wait before looking again.
    package func wait(at now: Date) -> Double {
        isDue(at: now) ? 0 : min(due.timeIntervalSince(now), Self.longestWait)
    }

    /// Whether to ask for a token now.
    package func isDue(at now: Date) -> Bool {
        if now >= due { return true }
        // Backwards: neither the token nor the time of the last failure means anything any more.
        return life.signedAt.timeIntervalSince(now) > Self.acceptedLead
            && (lastFailure.map { $0.timeIntervalSince(now) > Self.acceptedLead } ?? true)
    }

    /// Takes a new token; returns what to say.
    package mutating func renewed(_ life: Life) -> String? {
        defer { self = RefreshSchedule(life) }
        return failures == 0 ? nil : "The token was renewed."
    }

    /// Takes a failure; returns what to say, which is not each time the same again.
    package mutating func failed(_ reason: String, at now: Date) -> String? {
        failures += 1
        lastFailure = now
        let end = AWSTimestamp.iso8601(life.expiration)
        if now >= life.expiration {
            guard !isExpirySaid else { return nil }
            isExpirySaid = true
            return "The token expired at \(end) and cannot be renewed, so that no new connection can be opened: "
                + "\(reason) Trying again until it can."
        }
        guard failures == 1 else { return nil }
        return
            "The token could not be renewed: \(reason) Trying again; the one there is opens connections until \(end)."
    }

    private var due: Date {
        guard failures > 0, let lastFailure else {
            return life.signedAt + max(1, life.expiration.timeIntervalSince(life.signedAt) / 2)
        }
        // 1, 2, 4, ... seconds.
        return lastFailure + min(Double(1 << min(failures - 1, 10)), Self.longestBackoff)
    }
}
