package import AuroraDSQL
import Synchronization

/// A connection to a ``FakeServer``.
package final class FakeConnection: PostgresDriverConnection {
    private struct State {
        var transaction: FakeTransaction?
        var hasFailed = false
        var isClosed = false
        var isBusy = false
        var waiting: OneShot?
    }

    /// Its number, from 1 in the order of opening.
    package let id: Int
    private let server: FakeServer
    private let state = Mutex(State())

    init(id: Int, server: FakeServer) {
        self.id = id
        self.server = server
    }

    package var isClosed: Bool { state.withLock { $0.isClosed } }

    package var transactionStatus: PostgresTransactionStatus {
        state.withLock { state in
            if state.isClosed || state.isBusy || !server.tellsStatus { return .unknown }
            if state.hasFailed { return .failed }
            return state.transaction == nil ? .idle : .inTransaction
        }
    }

    @discardableResult
    package func execute(_ sql: String) async throws -> String? {
        try Task.checkCancellation()
        return try await run(sql, isInterruptible: true)
    }

    @discardableResult
    package func executeUninterrupted(_ sql: String) async throws -> String? {
        try await run(sql, isInterruptible: false)
    }

    package func close() async { end() }

    /// Ends the connection; a call that waits fails.
    func end() {
        let waiting = state.withLock { state in
            state.isClosed = true
            return state.waiting
        }
        server.closed(id)
        waiting?.fire()
    }

    private func run(_ sql: String, isInterruptible: Bool) async throws -> String? {
        let wasBusy = state.withLock { state in
            defer { state.isBusy = true }
            return state.isBusy
        }
        if wasBusy { server.note(violation: "two statements at once on connection \(id)") }
        defer { state.withLock { $0.isBusy = false } }
        guard !isClosed else { throw FakeError.lost }
        let scripted = server.received(sql, on: id)
        switch scripted {
        case .error(let error):
            fail(with: sql)
            if error.isFatal { end() }
            throw FakeError.server(error)
        case .lostBefore:
            end()
            throw FakeError.lost
        case .hang(let gate): try await hang(at: gate, isInterruptible)
        case .notSent: throw FakeError.notSent("nothing was sent")
        case .lostAfter, nil: break
        }
        if sql == "SELECT pg_sleep(60)" { try await hang(at: Gate(), isInterruptible) }
        let tag = try answer(sql)
        if case .lostAfter = scripted {
            end()
            throw FakeError.lost
        }
        return tag
    }

    /// Waits for the gate, the end of the connection or, where it counts, cancellation, which the server answers.
    private func hang(at gate: Gate, _ isInterruptible: Bool) async throws {
        let shot = OneShot()
        let isClosed = state.withLock { state in
            state.waiting = shot
            return state.isClosed
        }
        if isClosed { shot.fire() }
        await withTaskCancellationHandler {
            await gate.wait(with: shot)
        } onCancel: {
            if isInterruptible { shot.fire() }
        }
        state.withLock { $0.waiting = nil }
        if self.isClosed { throw FakeError.lost }
        if !gate.isOpen {
            fail(with: "")
            throw FakeError.server(PostgresServerError(sqlState: "57014", message: "canceling statement"))
        }
    }

    private func fail(with sql: String) {
        state.withLock { state in
            let endsTransaction = sql == "COMMIT" || sql == "ROLLBACK"
            if endsTransaction {
                state.transaction = nil
                state.hasFailed = false
            } else if state.transaction != nil {
                state.hasFailed = true
            }
        }
    }

    private func answer(_ sql: String) throws -> String? {
        switch sql {
        case "BEGIN":
            let transaction = server.begin()
            state.withLock { state in
                if state.transaction != nil { server.note(violation: "BEGIN inside a transaction") }
                state.transaction = transaction
            }
            return "BEGIN"
        case "ROLLBACK":
            fail(with: sql)
            return "ROLLBACK"
        case "COMMIT": return try commit()
        default: return try statement(sql)
        }
    }

    private func commit() throws -> String {
        let (transaction, hasFailed) = state.withLock { state in
            defer {
                state.transaction = nil
                state.hasFailed = false
            }
            return (state.transaction, state.hasFailed)
        }
        if hasFailed { return "ROLLBACK" }
        do throws(PostgresServerError) {
            if let transaction { try server.commit(transaction) }
        } catch {
            throw FakeError.server(error)
        }
        return "COMMIT"
    }

    private func statement(_ sql: String) throws -> String? {
        let (open, hasFailed) = state.withLock { ($0.transaction, $0.hasFailed) }
        if hasFailed {
            throw FakeError.server(
                PostgresServerError(sqlState: "25P02", message: "current transaction is aborted")
            )
        }
        do throws(PostgresServerError) {
            var transaction = open ?? server.begin()
            let tag = try FakeServer.run(sql, in: &transaction)
            if open == nil {
                try server.commit(transaction)
            } else {
                let changed = transaction
                state.withLock { $0.transaction = changed }
            }
            return tag
        } catch {
            fail(with: sql)
            throw FakeError.server(error)
        }
    }
}
