package import FoundationEssentials

/// What a cache of credentials knows and decides: a value without clock, lock or task.
///
/// It is told what happens and when, and answers with what is to be done.
package struct CredentialsCacheState {
    /// The answer to somebody who asks.
    package enum Answer: Equatable {
        /// Take these.
        case serve(Credentials)
        /// Wait for the refresh; `starts` says that it is this one's to begin.
        case wait(starts: Bool)
    }

    /// What follows from the end of a refresh, for all who wait.
    package enum Outcome: Equatable {
        /// Take these.
        case serve(Credentials)
        /// Take these, which are the old ones: the refresh failed.
        case serveOld(Credentials)
        /// There is nothing to take.
        case fail
    }

    /// The numbers of the rules, in seconds.
    package enum Rules {
        /// As long before their end credentials are refreshed, and up to how much longer, at random, so that the
        /// processes of a fleet do not all ask at once.
        package static let window = 300.0
        package static let jitter = 60.0
        /// Credentials without an end are read again after this, which is how a changed file is noticed.
        package static let rereading = 60.0
        /// After a failure, and after credentials that came with little life, nobody is asked for this, up to double.
        package static let backOff = 15.0
        /// Credentials that came expired (an instance's, while its service has trouble) are asked for again after
        /// this, up to half as long again.
        package static let stale = 120.0
        /// How often at most a refresh happens because a token would outlive the credentials.
        package static let outliving = 60.0
    }

    private var current: Credentials?
    private var cameExpired = false
    private var due = Date.distantPast
    private var isRefreshing = false
    private var outlivingTried = false
    private var refreshIsForOutliving = false
    private var lastOutlivingRefresh: Date?

    /// A cache that knows nothing yet.
    package init() {}

    /// The credentials that need no refresh, if there are some: the way for everybody but the one in an hour.
    package func credentials(at now: Date, outliving end: Date?) -> Credentials? {
        guard let current, !isDue(current, at: now), !mustOutlive(current, end, at: now) else { return nil }
        return current
    }

    /// Somebody asks, perhaps for credentials that live until `end`.
    package mutating func ask(at now: Date, outliving end: Date?) -> Answer {
        if let current = credentials(at: now, outliving: end) { return .serve(current) }
        guard !isRefreshing else { return .wait(starts: false) }
        isRefreshing = true
        refreshIsForOutliving = false
        if let current, !isDue(current, at: now) {
            refreshIsForOutliving = true
            outlivingTried = true
            lastOutlivingRefresh = now
        }
        return .wait(starts: true)
    }

    /// The refresh gave credentials; `jitter` is at least 0 and less than 1.
    package mutating func finish(_ credentials: Credentials, at now: Date, jitter: Double) -> Outcome {
        isRefreshing = false
        current = credentials
        cameExpired = credentials.isExpired(at: now)
        // A set that was fetched to outlive a token is as long-lived as they come.
        outlivingTried = refreshIsForOutliving
        if let expiration = credentials.expiration, !cameExpired {
            let early = expiration.addingTimeInterval(-Rules.window - Rules.jitter * jitter)
            due = max(early, now.addingTimeInterval(Rules.backOff * (1 + jitter)))
        } else if cameExpired {
            due = now.addingTimeInterval(Rules.stale * (1 + jitter / 2))
        } else {
            due = now.addingTimeInterval(Rules.rereading)
        }
        return .serve(credentials)
    }

    /// The refresh failed.
    package mutating func fail(at now: Date, jitter: Double) -> Outcome {
        isRefreshing = false
        guard let current, !current.isExpired(at: now) else {
            // Nothing is remembered: the next one to ask tries anew.
            due = .distantPast
            return .fail
        }
        due = now.addingTimeInterval(Rules.backOff * (1 + jitter))
        return .serveOld(current)
    }

    private func isDue(_ current: Credentials, at now: Date) -> Bool {
        now >= due || (current.isExpired(at: now) && !cameExpired)
    }

    private func mustOutlive(_ current: Credentials, _ end: Date?, at now: Date) -> Bool {
        guard let end, let expiration = current.expiration, expiration < end, !outlivingTried else { return false }
        guard let last = lastOutlivingRefresh else { return true }
        return now.timeIntervalSince(last) >= Rules.outliving
    }
}
