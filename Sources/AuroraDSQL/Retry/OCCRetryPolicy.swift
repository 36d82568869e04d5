/// How often, and after which waits, a transaction is tried again after a conflict.
///
/// ```swift
/// try await client.withTransaction(retrying: OCCRetryPolicy(maxRetries: 5)) { connection in
///     try await transfer(10, on: connection)
/// }
/// ```
///
/// The first retry after a schema conflict (OC001) is made at once, since it is what refreshes the session. Before every
/// other retry the wait is chosen evenly between zero and `min(maxDelay, baseDelay x 2^n)`, n counting retries from 0:
///
/// | retry | n | longest wait by default |
/// |---|---|---|
/// | 1 | 0 | 100 ms |
/// | 2 | 1 | 200 ms |
/// | 3 | 2 | 400 ms |
/// | 7 and later | 6 and more | 5 s |
///
/// Choosing over the whole range keeps clients that met in one conflict from meeting again in the next (M. Brooker,
/// "Exponential Backoff And Jitter", AWS Architecture Blog).
public struct OCCRetryPolicy: Sendable, Hashable {
    /// How many times a transaction is tried again: 0 and less mean that it is tried once.
    ///
    /// 3 by default.
    public var maxRetries: Int
    /// The longest wait before the first retry: 100 ms by default; less than zero counts as zero.
    public var baseDelay: Duration
    /// The longest wait before any retry: 5 s by default; less than zero counts as zero.
    public var maxDelay: Duration

    /// Creates a policy.
    public init(maxRetries: Int = 3, baseDelay: Duration = .milliseconds(100), maxDelay: Duration = .seconds(5)) {
        self.maxRetries = maxRetries
        self.baseDelay = baseDelay
        self.maxDelay = maxDelay
    }

    /// 3 retries, 100 ms doubling up to 5 s.
    public static let `default` = OCCRetryPolicy()

    /// The wait before the next attempt; `nil` when there is none.
    ///
    /// - Parameters:
    ///   - retry: How many retries have been made.
    ///   - conflict: What ended the last attempt.
    ///   - random: A number of at least 0 and less than 1.
    package func wait(afterRetries retry: Int, conflict: OCCConflict, random: Double) -> Duration? {
        guard retry < maxRetries else { return nil }
        if retry == 0, conflict == .schema { return .zero }
        return Backoff(base: baseDelay, limit: maxDelay).wait(retry, random: random)
    }
}

extension OCCRetryPolicy {
    /// What was tried before an error was given up on.
    ///
    /// ```swift
    /// catch let error as DSQLError where error.code == .conflictRetriesExhausted {
    ///     print(error.retries?.attempts ?? 1)
    /// }
    /// ```
    public struct History: Sendable, Hashable {
        /// How many attempts were made, the first one counted.
        public package(set) var attempts: Int
        /// The waits between them, in order.
        public package(set) var waits: [Duration]

        /// Creates a history.
        package init(attempts: Int, waits: [Duration]) {
            self.attempts = attempts
            self.waits = waits
        }
    }
}
