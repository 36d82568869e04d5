/// What is left to do once a connection's lock has been let go of.
struct FollowUp: Sendable {
    private var waiter: CallWaiter?
    private var outcome: Result<LibpqResult?, any Error> = .success(nil)
    /// A time limit that starts now, for a call.
    var limit: CallMachine.ID?
    /// A call whose cancel request may have come too early, and is to be repeated.
    var repeatCancel: CallMachine.ID?
    /// A time limit that no longer counts.
    var timer: UInt64?
    /// Handlers the loop can let go of.
    var removed: [UInt64] = []

    static var none: FollowUp { FollowUp() }

    mutating func resume(_ waiter: CallWaiter?, with outcome: Result<LibpqResult?, any Error>) {
        self.waiter = waiter
        self.outcome = outcome
    }

    /// Lets whoever waited go on.
    func resumeWaiter() { waiter?.resume(with: outcome) }
}
