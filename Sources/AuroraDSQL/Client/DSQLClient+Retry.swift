import Logging

extension DSQLClient {
    /// Makes attempts until one succeeds or the policy is spent.
    func retrying<Result>(
        _ policy: OCCRetryPolicy?,
        idempotent: Bool,
        deadline: Duration?,
        _ attempt: () async throws -> Result
    ) async throws -> Result {
        var loop = OCCRetryLoop(policy: policy, isIdempotent: idempotent)
        while true {
            do {
                return try await attempt()
            } catch {
                let failure = AttemptFailure(error, driver: driver)
                switch loop.next(after: failure, error, random: clock.random()) {
                case .giveUp(let final): throw final
                case .wait(let time):
                    logRetry(failure, loop, wait: time)
                    try await wait(time, deadline: deadline, loop, error)
                }
            }
        }
    }

    private func wait(
        _ time: Duration,
        deadline: Duration?,
        _ loop: OCCRetryLoop,
        _ conflict: any Error
    ) async throws {
        let moment = clock.now() + time
        if let deadline, moment >= deadline {
            throw loop.interrupted(
                .timeLimitExceeded,
                "The call's time limit leaves no room for another attempt after a conflict.",
                by: conflict
            )
        }
        do {
            try Task.checkCancellation()
            if time > .zero { try await clock.sleepUntil(moment) }
        } catch {
            throw loop.interrupted(
                .retryCancelled,
                "The task was cancelled before another attempt after a conflict.",
                by: conflict
            )
        }
    }

    private func logRetry(_ failure: AttemptFailure, _ loop: OCCRetryLoop, wait: Duration) {
        let reason =
            switch failure {
            case .conflict(let conflict): "\(conflict)"
            case .uncertain, .other: "uncertain"
            }
        logger.info(
            "Trying again after a conflict",
            metadata: [
                "dsql.conflict": "\(reason)", "dsql.attempt": "\(loop.history.attempts)", "dsql.wait": "\(wait)",
            ]
        )
    }
}
