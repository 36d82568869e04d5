import Logging
import Synchronization

extension ConnectionPool {
    /// Does one thing the machine asked for and reports what came of it.
    func perform(_ action: PoolStateMachine.Action) async {
        switch action {
        case .open(let id): await open(id)
        case .check(let id): await check(id)
        case .clean(let id, let rollback, let reset): await clean(id, rollback: rollback, reset: reset)
        case .close(let id): await close(id)
        case .wake(let moment): await wake(at: moment)
        case .lend, .fail, .finish: return
        }
    }

    private func open(_ id: Int) async {
        let began = clock.now()
        do throws(Connector<Driver>.Failure) {
            let connection = try await connector.open()
            // Before anybody can be lent it.
            connections.withLock { $0[id] = connection }
            let isKnown = core.apply { state -> ([PoolStateMachine.Action], Bool) in
                guard state.machine.knows(id) else { return ([], false) }
                return (state.machine.opened(id, now: clock.now(), random: clock.random()), true)
            }
            log("Connection opened", id, ["dsql.duration": "\(clock.now() - began)"])
            // The pool was shut down meanwhile and did not wait for it.
            guard isKnown else {
                connections.withLock { $0[id] = nil }
                return await connection.close()
            }
        } catch {
            log("Connection not opened", id, connector.metadata(error.error))
            core.apply { state in
                let actions = state.machine.openFailed(
                    id,
                    error.error,
                    error.disposition,
                    now: clock.now(),
                    random: clock.random()
                )
                return (actions, ())
            }
        }
    }

    private func check(_ id: Int) async {
        guard let connection = connection(id) else { return }
        var isAlive = false
        if !connection.isClosed {
            do {
                try await connection.execute("SELECT 1")
                isAlive = !connection.isClosed
            } catch {
                log("Idle connection did not answer", id, ["error": "\(error)"])
            }
        }
        let answer = isAlive
        core.apply { ($0.machine.checked(id, alive: answer, now: clock.now()), ()) }
    }

    private func clean(_ id: Int, rollback: Bool, reset: Bool) async {
        guard let connection = connection(id) else { return }
        var isUsable = false
        do {
            if rollback { try await connection.executeUninterrupted("ROLLBACK") }
            if reset { try await connection.executeUninterrupted("RESET ALL") }
            let status = connection.transactionStatus
            isUsable = !connection.isClosed && status != .inTransaction && status != .failed
        } catch {
            log("Returned connection could not be cleaned", id, ["error": "\(error)"])
        }
        let answer = isUsable
        core.apply { ($0.machine.cleaned(id, usable: answer, now: clock.now()), ()) }
    }

    private func close(_ id: Int) async {
        await connection(id)?.close()
        log("Connection closed", id, [:])
        connections.withLock { $0[id] = nil }
        core.apply { ($0.machine.closed(id, now: clock.now()), ()) }
    }

    private func wake(at moment: Duration) async {
        if !Task.isCancelled {
            do {
                try await clock.sleepUntil(moment)
                return core.apply { ($0.machine.tick(now: clock.now()), ()) }
            } catch {
                return core.apply { ($0.machine.wakeLost(at: moment, now: clock.now()), ()) }
            }
        }
        // run() was cancelled, so that no task of its group can sleep; the drain limit still has to pass.
        clock.callAfter(moment - clock.now()) { [weak self] in
            guard let self else { return }
            self.core.apply { ($0.machine.tick(now: max(self.clock.now(), moment)), ()) }
        }
    }

    func connection(_ id: Int) -> Driver.Connection? { connections.withLock { $0[id] } }

    private func log(_ message: Logger.Message, _ id: Int, _ more: @autoclosure () -> Logger.Metadata) {
        logger.debug(
            message,
            metadata: connector.metadata
                .merging(["dsql.connection": "\(id)"]) { $1 }
                .merging(more()) { $1 }
        )
    }
}
