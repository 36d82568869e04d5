import AuroraDSQL

extension DriverConformance {
    /// Runs a call in a task that is cancelled a little later, and gives its error back.
    ///
    /// Nothing is measured: a statement that sleeps for a minute and is not ended early succeeds, and that is seen.
    private func cancelled(
        after delay: Duration,
        _ call: @escaping @Sendable () async throws -> Void
    ) async -> (any Error)? {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    try await call()
                    return nil
                } catch {
                    return error
                }
            }
            if delay > .zero { try? await Task.sleep(for: delay) }
            group.cancelAll()
            return await group.next() ?? nil
        }
    }

    /// Usable, or closed: nothing in between.
    private func requireSettled(_ connection: Driver.Connection) async throws {
        if connection.isClosed { return }
        try requireStatus(connection, .idle)
        try requireEqual(try await connection.execute("SELECT 1"), "SELECT 1", "The tag after a cancellation")
    }

    func cancelsStatement() async throws {
        // Early and late, so that the cancellation meets the call before, while and after it is sent.
        for delay in [0, 1, 5, 50, 300] {
            try await withConnection { connection in
                let error = await cancelled(after: .milliseconds(delay)) {
                    try await connection.execute("SELECT pg_sleep(60)")
                }
                guard let error else { throw Failure(description: "A cancelled statement succeeded.") }
                let sqlState = driver.serverError(in: error)?.sqlState
                try require(
                    error is CancellationError || sqlState == "57014",
                    "A cancelled statement throws \(error)."
                )
                try await requireSettled(connection)
            }
        }
    }

    func ignoresStatementWhenCancelled() async throws {
        try await withConnection { connection in
            let error = await cancelled(after: .zero) {
                while !Task.isCancelled { await Task.yield() }
                try await connection.execute("BEGIN")
            }
            try require(error is CancellationError, "A call in a cancelled task throws \(String(describing: error)).")
            try require(!connection.isClosed, "A call that sent nothing closed the connection.")
            try await requireSettled(connection)
        }
    }

    func doesNotInterrupt() async throws {
        try await withConnection { connection in
            let first = await cancelled(after: .zero) {
                while !Task.isCancelled { await Task.yield() }
                try requireEqual(try await connection.executeUninterrupted("SELECT 1"), "SELECT 1", "The tag")
            }
            if let first { throw first }
            let second = await cancelled(after: .milliseconds(20)) {
                let tag = try await connection.executeUninterrupted("SELECT pg_sleep(0.3)")
                try requireEqual(tag, "SELECT 1", "The tag")
            }
            if let second { throw second }
            try await requireSettled(connection)
        }
    }

    func closesTwice() async throws {
        let connection = try await connect()
        await connection.close()
        await connection.close()
        try require(connection.isClosed, "A closed connection is not closed.")
        for isUninterrupted in [false, true] {
            let error = try await errorOf("A statement on a closed connection") {
                _ =
                    isUninterrupted
                    ? try await connection.executeUninterrupted("SELECT 1") : try await connection.execute("SELECT 1")
            }
            try require(driver.isConnectionLost(error), "\(error) does not say that the connection is lost.")
        }
    }

    func closesDuringCall() async throws {
        for isUninterrupted in [false, true] {
            let connection = try await connect()
            let error = try await withThrowingTaskGroup(of: (any Error)?.self) { group in
                group.addTask {
                    do {
                        _ =
                            isUninterrupted
                            ? try await connection.executeUninterrupted("SELECT pg_sleep(60)")
                            : try await connection.execute("SELECT pg_sleep(60)")
                        return nil
                    } catch {
                        return error
                    }
                }
                try await Task.sleep(for: .milliseconds(100))
                await connection.close()
                return try await group.next() ?? nil
            }
            guard let error else { throw Failure(description: "A call survived the end of its connection.") }
            try require(driver.isConnectionLost(error), "\(error) does not say that the connection is lost.")
        }
    }

    func cancelsConnect() async throws {
        for delay in [0, 1, 3, 10] {
            let error = await cancelled(after: .milliseconds(delay)) {
                await (try connect()).close()
            }
            // The login may have been faster than the cancellation.
            if let error {
                try require(error is CancellationError, "A cancelled login throws \(error).")
            }
        }
    }
}
