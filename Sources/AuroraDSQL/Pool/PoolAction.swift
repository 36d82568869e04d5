extension PoolStateMachine {
    /// What the pool's driver has to do.
    package enum Action: Sendable, Hashable {
        /// Open a connection, which gets this number.
        case open(Int)
        /// See whether a connection still answers.
        case check(Int)
        /// Make a returned connection usable again.
        case clean(Int, rollback: Bool, reset: Bool)
        /// Close a connection, even while it is lent.
        case close(Int)
        /// Give a connection to a caller.
        case lend(Int, to: Int)
        /// Tell a caller that there is none.
        case fail(Int, WaitFailure)
        /// Report the time when it has come.
        case wake(at: Duration)
        /// Nothing is left to do, ever.
        case finish
    }

    /// Why a caller gets no connection.
    package enum WaitFailure: Sendable, Hashable {
        /// Its time ran out; where opening had failed, the last failure.
        case timedOut(DSQLError?)
        /// Nobody called `run()` in time.
        case notRunning
        /// The pool is shut down.
        case shutDown
        /// No connection can be opened, and none is out that could come back.
        case refused(DSQLError)
    }

    /// How a connection comes back.
    package enum ReturnCondition: Sendable, Hashable {
        /// Outside a transaction.
        case idle
        /// In a transaction, or nobody can tell.
        case dirty
        /// Closed, or not to be used again.
        case broken
        /// The connection was lost: others may have been lost with it.
        case lost
    }

    /// Whether an attempt to open is worth repeating.
    package enum Disposition: Sendable, Hashable {
        /// The service asked for patience.
        case wait
        /// The network failed: worth waiting for where the cluster is known to exist.
        case network
        /// Another attempt would fail in the same way.
        case permanent
    }
}
