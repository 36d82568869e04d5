/// A task that waits for the outcome of a call, to be resumed exactly once.
///
/// In a debug build, such as the tests', the once is checked. In a release build it is a bare `UnsafeContinuation`: the
/// layout of a `CheckedContinuation`, and of everything that holds one, is known at run time only. The pool's callers have
/// `LeaseWaiter`: one generic type for both would be another module's to one of them, and is not specialized there.
@safe struct CallWaiter: Sendable {
    #if DEBUG
        private let continuation: CheckedContinuation<LibpqResult?, any Error>

        /// Waits until the waiter that is lent to `body` is resumed.
        static func wait(_ body: (CallWaiter) -> Void) async throws -> LibpqResult? {
            try await withCheckedThrowingContinuation { body(CallWaiter(continuation: $0)) }
        }

        /// Lets the task go on.
        func resume(with result: Result<LibpqResult?, any Error>) { continuation.resume(with: result) }
    #else
        private let continuation: UnsafeContinuation<LibpqResult?, any Error>

        /// Waits until the waiter that is lent to `body` is resumed.
        static func wait(_ body: (CallWaiter) -> Void) async throws -> LibpqResult? {
            try await unsafe withUnsafeThrowingContinuation { unsafe body(CallWaiter(continuation: $0)) }
        }

        /// Lets the task go on.
        func resume(with result: Result<LibpqResult?, any Error>) { unsafe continuation.resume(with: result) }
    #endif
}
