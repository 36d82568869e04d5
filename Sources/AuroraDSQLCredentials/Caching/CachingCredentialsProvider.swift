package import FoundationEssentials
public import Logging
import Synchronization

/// A provider that keeps another one's credentials and refreshes them in time.
///
/// ```swift
/// let provider = CachingCredentialsProvider(CredentialsProviderChain.default())
/// let credentials = try await provider.credentials()
/// ```
///
/// * Credentials with an expiration are refreshed when less than 5 minutes, and up to 1 minute of jitter, remain of
///   them. Those without one are asked for again after a minute of use, which is how a changed file is noticed.
/// * There is one refresh at a time, which all who ask meanwhile share. Whoever is cancelled leaves alone: the refresh
///   goes on for the others.
/// * When a refresh fails while the old credentials live, they are served, with a `warning` in the log, and nobody
///   asks again for 15 to 30 seconds. Without living credentials the error goes to all who wait, and the next one to
///   ask tries anew.
/// * Nothing happens in the background while nobody asks.
public final class CachingCredentialsProvider: RefreshingCredentialsProvider {
    private struct Guarded {
        var state = CredentialsCacheState()
        var waiters: [UInt64: CheckedContinuation<Credentials, any Error>] = [:]
        /// Those who were cancelled before they had begun to wait.
        var cancelled: Set<UInt64> = []
        var nextWaiter: UInt64 = 0
    }

    private let provider: any CredentialsProvider
    private let clock: ProviderClock
    private let logger: Logger
    private let guarded = Mutex(Guarded())

    /// Wraps a provider; failures that the old credentials cover are logged as warnings.
    public convenience init(
        _ provider: any CredentialsProvider,
        logger: Logger = Logger(label: "aurora-dsql.credentials", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.init(provider, clock: .system, logger: logger)
    }

    package init(_ provider: any CredentialsProvider, clock: ProviderClock, logger: Logger) {
        self.provider = provider
        self.clock = clock
        self.logger = logger
    }

    /// Returns the credentials that are kept, refreshed where that is due.
    public func credentials() async throws -> Credentials { try await obtain(outliving: nil) }

    /// Returns credentials that live until `date` where one refresh can bring that about, else what there is.
    package func credentials(outliving date: Date) async throws -> Credentials {
        try await obtain(outliving: date)
    }

    private func obtain(outliving end: Date?) async throws -> Credentials {
        try Task.checkCancellation()
        let now = clock.now()
        let (kept, waiter) = guarded.withLock { guarded in
            guarded.nextWaiter += 1
            return (guarded.state.credentials(at: now, outliving: end), guarded.nextWaiter)
        }
        if let kept { return kept }
        // A cancellation can come so late that its note is left behind.
        defer { _ = guarded.withLock { $0.cancelled.remove(waiter) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                join(waiter, continuation, outliving: end)
            }
        } onCancel: {
            leave(waiter)
        }
    }

    private func join(
        _ waiter: UInt64,
        _ continuation: CheckedContinuation<Credentials, any Error>,
        outliving end: Date?
    ) {
        enum Step {
            case resume(Result<Credentials, any Error>)
            case refresh
            case wait
        }
        let now = clock.now()
        let step = guarded.withLock { guarded -> Step in
            if guarded.cancelled.contains(waiter) { return .resume(.failure(CancellationError())) }
            switch guarded.state.ask(at: now, outliving: end) {
            case .serve(let credentials): return .resume(.success(credentials))
            case .wait(let starts):
                guarded.waiters[waiter] = continuation
                return starts ? .refresh : .wait
            }
        }
        switch step {
        case .resume(let result): continuation.resume(with: result)
        case .wait: break
        case .refresh:
            // The one unstructured task of the module: the refresh belongs to all who wait, so it must not die with
            // the one who happened to come first.
            Task { await refresh() }
        }
    }

    private func leave(_ waiter: UInt64) {
        let continuation = guarded.withLock { guarded in
            let continuation = guarded.waiters.removeValue(forKey: waiter)
            if continuation == nil { guarded.cancelled.insert(waiter) }
            return continuation
        }
        continuation?.resume(throwing: CancellationError())
    }

    private func refresh() async {
        let result: Result<Credentials, any Error>
        do {
            result = .success(try await provider.credentials())
        } catch {
            result = .failure(error)
        }
        let now = clock.now()
        let jitter = clock.random()
        let (outcome, waiters) = guarded.withLock { guarded in
            let outcome =
                switch result {
                case .success(let credentials): guarded.state.finish(credentials, at: now, jitter: jitter)
                case .failure: guarded.state.fail(at: now, jitter: jitter)
                }
            let waiters = Array(guarded.waiters.values)
            guarded.waiters = [:]
            return (outcome, waiters)
        }
        let delivery: Result<Credentials, any Error>
        switch outcome {
        case .serve(let credentials): delivery = .success(credentials)
        case .serveOld(let credentials):
            delivery = .success(credentials)
            warn(result)
        case .fail: delivery = result
        }
        for waiter in waiters { waiter.resume(with: delivery) }
    }

    private func warn(_ result: Result<Credentials, any Error>) {
        guard case .failure(let error) = result else { return }
        // Of another's error the type alone is safe to show.
        let reason = (error as? CredentialsError).map(\.description) ?? "\(type(of: error))"
        logger.warning(
            "Credentials could not be refreshed; the old ones are still good.",
            metadata: ["reason": "\(reason)"]
        )
    }
}
