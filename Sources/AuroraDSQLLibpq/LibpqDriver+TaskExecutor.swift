public import AuroraDSQL

extension LibpqDriver {
    /// Runs tasks on the thread that waits for all of libpq's connections.
    ///
    /// ```swift
    /// let executor = try LibpqDriver.taskExecutor()
    /// try await withTaskExecutorPreference(executor) {
    ///     try await client.withTransaction { try await $0.query("UPDATE account SET balance = 0") }
    /// }
    /// ```
    ///
    /// An answer goes on where it arrived, and no other thread is woken for it: for a lone task that saves half of a
    /// statement's CPU time and much of what a round trip takes beside the network's part.
    ///
    /// It is for tasks that do little but talk to the database, and it is one thread. What computes for long there, or
    /// blocks, holds up every connection of libpq's in this process, their time limits included; what waits there for a
    /// statement by other means than `await` waits for ever. Tasks with work of their own are better off where Swift runs
    /// them by default.
    ///
    /// - Returns: The same executor each time.
    /// - Throws: `DSQLError` with code `connectionFailed` where the thread cannot be started.
    public static func taskExecutor() throws(DSQLError) -> any TaskExecutor { try EventLoop.shared() }
}
