import Logging

/// Sends a request until it is answered for good: again, after a wait, where trying again can help.
///
/// The wait before try n + 1 is uniform between 0 and min(20 s, 2^(n - 1) s), the SDKs' "standard" mode:
/// up to 1 s, 2 s, 4 s.
struct HTTPRetry {
    private let context: ProviderContext
    private let attempts: Int

    init(_ context: ProviderContext, attempts: Int) {
        self.context = context
        self.attempts = attempts
    }

    /// Sends the request that `makeRequest` makes, anew for each try (a signature carries its time).
    ///
    /// - Returns: The first answer that is not worth another try, or the last one.
    /// - Throws: What the client threw at the last try, or at once where trying again is no use.
    func send(
        _ purpose: String,
        isWorthRetrying: (HTTPResponse) -> Bool = HTTPRetry.isTransient,
        makeRequest: () throws -> HTTPRequest
    ) async throws -> HTTPResponse {
        var attempt = 1
        while true {
            do {
                let response = try await context.http.send(try makeRequest())
                guard attempt < attempts, isWorthRetrying(response) else { return response }
                log(purpose, attempt, outcome: "status \(response.status)")
            } catch let error as CredentialsError where error.code == .unreachable || error.code == .timedOut {
                guard attempt < attempts else { throw error }
                log(purpose, attempt, outcome: "\(error.code)")
            }
            let ceiling = min(20.0, Double(1 << min(attempt - 1, 5)))
            try await context.clock.sleep(.milliseconds(Int64(context.clock.random() * ceiling * 1_000)))
            attempt += 1
        }
    }

    /// Whether an answer says that the service, not the request, is at fault.
    static func isTransient(_ response: HTTPResponse) -> Bool {
        response.status == 429 || (500...599).contains(response.status)
    }

    private func log(_ purpose: String, _ attempt: Int, outcome: String) {
        context.logger.debug(
            "A request is tried again.",
            metadata: ["request": "\(purpose)", "attempt": "\(attempt)", "outcome": "\(outcome)"]
        )
    }
}
