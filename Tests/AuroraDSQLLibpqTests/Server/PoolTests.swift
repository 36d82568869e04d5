import AuroraDSQL
import AuroraDSQLLibpq
import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

/// The pool on real connections, with far more callers than it has.
@Suite struct PoolTests {
    private static let tasks = 1_000
    private static let rounds = 12

    @Test func `a thousand tasks share ten connections, and all of them come on`() async throws {
        let cluster = try await TestCluster.shared()
        let client = try DSQLClient(
            parameters: cluster.parameters(),
            driver: LibpqDriver(),
            tokenProvider: cluster.tokenProvider,
            logger: Logger(label: "pool") { _ in SwiftLogNoOpLogHandler() }
        )
        let progress = Progress(tasks: Self.tasks)
        let gate = Gate()
        try await client.running { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<Self.tasks {
                    group.addTask {
                        try await gate.wait()
                        for _ in 0..<Self.rounds {
                            try await client.withConnection { connection in
                                let session = try await connection.query("SELECT pg_backend_pid()")
                                    .decode(Int.self, row: 0, column: 0)
                                progress.note(task, session)
                            }
                        }
                    }
                }
                // Nobody starts before everybody is there, or the first would be done before the last begins.
                let isComplete = await eventually { gate.count == Self.tasks }
                gate.open()
                try #require(isComplete)
                try await group.waitForAll()
            }
        }
        // Served in turn, all are in the same round or in neighbouring ones; a pool that serves whoever came last lets
        // the others wait for all rounds of some.
        #expect(progress.widestGap < Self.rounds / 2)
        #expect(progress.leases == Self.tasks * Self.rounds)
        #expect(progress.sessions.count <= 10)
        #expect(client.statistics.opened <= 10)
    }

    /// How far each task has come.
    private final class Progress: Sendable {
        private struct State {
            var done: [Int]
            /// How many tasks have done so many rounds.
            var reached: [Int: Int]
            var widestGap = 0
            var sessions: Set<Int> = []
        }

        private let state: Mutex<State>

        init(tasks: Int) { state = Mutex(State(done: Array(repeating: 0, count: tasks), reached: [0: tasks])) }

        func note(_ task: Int, _ session: Int) {
            state.withLock { state in
                let done = state.done[task]
                state.done[task] = done + 1
                state.sessions.insert(session)
                state.reached[done + 1, default: 0] += 1
                state.reached[done, default: 1] -= 1
                if state.reached[done] == 0 { state.reached[done] = nil }
                let slowest = state.reached.keys.min() ?? 0
                state.widestGap = max(state.widestGap, done + 1 - slowest)
            }
        }

        var widestGap: Int { state.withLock { $0.widestGap } }
        var leases: Int { state.withLock { $0.done.reduce(0, +) } }
        var sessions: Set<Int> { state.withLock { $0.sessions } }
    }

    @Test func `leases leave neither descriptors nor memory behind`() async throws {
        // Of the 100,000 that `DSQL_TEST_LEASES` may ask for, a leak shows in the second 10,000 already.
        let count = ProcessInfo.processInfo.environment["DSQL_TEST_LEASES"] ?? "20000"
        let outcome = try await EnvironmentTests.probe(["leases", count])
        print("Leases: \(outcome.outputText)")
        let words = outcome.outputText.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(words.count == 5)
        #expect(words[2] == words[0])
        #expect(words[3] - words[1] <= 2 * 1024)
        #expect(words[4] <= 10)
    }
}
