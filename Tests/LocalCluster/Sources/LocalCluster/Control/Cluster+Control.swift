import NIOCore

extension Cluster {
    /// Carries out one line of the control protocol.
    func answer(_ line: String) async -> ControlAnswer {
        do {
            return try await perform(ControlCommand(line, randomSeed: .random(in: 0...UInt64(UInt32.max))))
        } catch let failure as ControlCommand.Failure {
            return ControlAnswer(ok: false, error: failure.message)
        } catch {
            return ControlAnswer(ok: false, error: String(describing: error))
        }
    }

    private func perform(_ command: ControlCommand) async throws -> ControlAnswer {
        var answer = ControlAnswer()
        switch command {
        case .fault(let fault, let seed):
            state.withFaults { $0.add(fault, seed: seed) }
            answer.seed = seed
        case .clear(let kind):
            state.withFaults { $0.clear(kind) }
        case .killAll:
            answer.killed = state.connections.closeAll()
        case .restartListener:
            try await restartListener()
        case .connectionLife(let seconds):
            state.setConnectionLife(seconds.map { .nanoseconds(Int64($0 * 1e9)) })
        case .rotateKeys(let key):
            let key = key ?? .random()
            state.replaceKeys([key])
            answer.keys = ControlAnswer.Keys(
                accessKeyID: key.id,
                secretAccessKey: key.secret,
                sessionToken: key.sessionToken
            )
        case .status:
            answer.sessions = state.sessionCount
            let (faults, fired) = state.withFaults { ($0.faults, $0.fired) }
            answer.faults = faults.map {
                ControlAnswer.ArmedFault(fault: $0.kind.rawValue, count: $0.count, probability: $0.probability)
            }
            answer.fired = Dictionary(uniqueKeysWithValues: fired.map { ($0.key.rawValue, $0.value) })
        }
        return answer
    }
}
