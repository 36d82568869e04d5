import AuroraDSQL
import AuroraDSQLLibpq
import Glibc
import TestSupport
import Testing

/// Tasks on the thread that waits for the connections.
@Suite struct TaskExecutorTests {
    /// What tells the current thread from any other.
    private static var thread: UInt { pthread_self() }

    private static func onExecutor<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withTaskExecutorPreference(LibpqDriver.taskExecutor()) {
            // The closure begins on the caller's thread, and moves when it first waits.
            await Task.yield()
            return try await body()
        }
    }

    @Test func `a task stays on one thread, and goes on there after each answer and each sleep`() async throws {
        let threads = try await Self.onExecutor {
            try await withConnection { connection in
                var threads: Set<UInt> = [Self.thread]
                for n in 0..<50 {
                    let back = try await connection.query("SELECT $1::int8", [n])[0].decode(Int.self, at: 0)
                    #expect(back == n)
                    threads.insert(Self.thread)
                    if n % 10 == 0 { try await Task.sleep(for: .milliseconds(1)) }
                    threads.insert(Self.thread)
                }
                return threads
            }
        }
        #expect(threads.count == 1)
        let other = try await Self.onExecutor { Self.thread }
        #expect(threads == [other])
    }

    @Test func `64 tasks on it share ten connections of a client`() async throws {
        let cluster = try await TestCluster.shared()
        let sum = try await Self.onExecutor {
            try await withDSQLClient(
                configuration: cluster.configuration,
                driver: .libpq,
                tokenProvider: cluster.tokenProvider
            ) { client in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for task in 0..<64 {
                        group.addTask {
                            var sum = 0
                            for _ in 0..<20 {
                                sum += try await client.withConnection { connection in
                                    try await connection.query("SELECT $1::int8", [task])[0].decode(Int.self, at: 0)
                                }
                                await Task.yield()
                            }
                            return sum
                        }
                    }
                    return try await group.reduce(0, +)
                }
            }
        }
        #expect(sum == (0..<64).reduce(0, +) * 20)
    }

    @Test func `tasks elsewhere are served while one on it yields without end`() async throws {
        try await withConnection { connection in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await Self.onExecutor {
                        while !Task.isCancelled { await Task.yield() }
                    }
                }
                for _ in 0..<100 { try await connection.execute("SELECT 1") }
                group.cancelAll()
            }
        }
    }

    @Test func `a task on it is cancelled like any other`() async throws {
        try await withConnection { connection in
            let clock = ContinuousClock()
            let start = clock.now
            let task = Task {
                try await Self.onExecutor { _ = try await connection.execute("SELECT pg_sleep(600)") }
            }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(clock.now - start < .seconds(300))
        }
    }

    @Test func `time limits hold while a task waits on it`() async throws {
        let cluster = try await TestCluster.shared()
        let error = await #expect(throws: DSQLError.self) {
            try await Self.onExecutor {
                try await withDSQLClient(
                    configuration: cluster.configuration,
                    driver: .libpq,
                    tokenProvider: cluster.tokenProvider
                ) { client in
                    try await client.withConnection(timeLimit: .milliseconds(200)) { connection in
                        _ = try await connection.execute("SELECT pg_sleep(600)")
                    }
                }
            }
        }
        #expect(error?.code == .timeLimitExceeded)
    }
}
