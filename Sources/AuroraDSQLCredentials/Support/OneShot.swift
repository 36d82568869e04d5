import Synchronization

/// One value that one task waits for and that is delivered once, whoever comes first: the work, or a cancellation.
///
/// ```swift
/// let answer = OneShot<Int>()
/// DetachedThread.start { answer.finish(.success(42)) }
/// let value = try await answer.value(onCancel: {})
/// ```
package final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case idle
        case waiting(CheckedContinuation<Value, any Error>)
        case finished(Result<Value, any Error>)
        case delivered
    }

    private let state = Mutex(State.idle)

    /// Creates one that nobody has finished.
    package init() {}

    /// Whether a result is already there, so that work for it would be in vain.
    var isFinished: Bool {
        state.withLock { state in
            switch state {
            case .idle, .waiting: false
            case .finished, .delivered: true
            }
        }
    }

    /// Delivers the result; false when there was one already.
    @discardableResult
    package func finish(_ result: Result<Value, any Error>) -> Bool {
        let (first, continuation) = state.withLock { state -> (Bool, CheckedContinuation<Value, any Error>?) in
            switch state {
            case .idle:
                state = .finished(result)
                return (true, nil)
            case .waiting(let continuation):
                state = .delivered
                return (true, continuation)
            case .finished, .delivered:
                return (false, nil)
            }
        }
        continuation?.resume(with: result)
        return first
    }

    /// Waits for the result; a cancellation ends the wait at once with `CancellationError`, then calls `onCancel`.
    ///
    /// To be called once.
    package func value(onCancel: @escaping @Sendable () -> Void = {}) async throws -> Value {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<Value, any Error>? in
                    if case .finished(let result) = state {
                        state = .delivered
                        return result
                    }
                    state = .waiting(continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            if finish(.failure(CancellationError())) { onCancel() }
        }
    }
}
