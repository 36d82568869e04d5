extension DSQLClient {
    /// Opens a connection, asks it for an answer and closes it: a way to fail early.
    ///
    /// ```swift
    /// try await client.validate()
    /// ```
    ///
    /// It needs no ``run()`` and uses no connection of the pool. A cluster that is waking up or asks for patience is
    /// waited for, up to ``PoolConfiguration/acquireTimeout``; anything else fails at once.
    ///
    /// - Throws: ``DSQLError`` with the reason; the driver's error when the connection does not answer.
    public func validate() async throws {
        try await withSingleConnection { connection in
            _ = try await connection.execute("SELECT 1")
        }
    }
}

extension Connector {
    /// Opens a connection for the length of a closure and closes it, whatever happens.
    func withOpenConnection<Result>(
        until deadline: Duration,
        _ body: (Driver.Connection) async throws -> Result
    ) async throws -> Result {
        let connection = try await open(until: deadline)
        do {
            let result = try await body(connection)
            await connection.close()
            return result
        } catch {
            await connection.close()
            throw error
        }
    }
}
