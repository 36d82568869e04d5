/// A task that waits for a connection's number, to be resumed exactly once.
///
/// In a debug build, such as the tests', the once is checked. In a release build it is a bare `UnsafeContinuation`: the
/// layout of a `CheckedContinuation`, and of everything that holds one, is known at run time only.
@safe struct LeaseWaiter: Sendable {
    #if DEBUG
        private let continuation: CheckedContinuation<Int, any Error>

        /// Waits until the waiter that is lent to `body` is resumed.
        static func wait(_ body: (LeaseWaiter) -> Void) async throws -> Int {
            try await withCheckedThrowingContinuation { body(LeaseWaiter(continuation: $0)) }
        }

        /// Lets the task go on.
        func resume(with result: Result<Int, any Error>) { continuation.resume(with: result) }
    #else
        private let continuation: UnsafeContinuation<Int, any Error>

        /// Waits until the waiter that is lent to `body` is resumed.
        static func wait(_ body: (LeaseWaiter) -> Void) async throws -> Int {
            try await unsafe withUnsafeThrowingContinuation { unsafe body(LeaseWaiter(continuation: $0)) }
        }

        /// Lets the task go on.
        func resume(with result: Result<Int, any Error>) { unsafe continuation.resume(with: result) }
    #endif
}
