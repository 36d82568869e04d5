import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

@Suite struct CachingCredentialsProviderTests {
    private let clock = TestClock()
    private let log = LogCapture()

    private func set(_ name: String, life: Double?) -> Result<Credentials, any Error> {
        .success(
            Credentials(
                accessKeyID: name,
                secretAccessKey: "secret",
                expiration: life.map { clock.now.addingTimeInterval($0) }
            )
        )
    }

    private func cache(_ source: ScriptedCredentialsProvider) -> CachingCredentialsProvider {
        CachingCredentialsProvider(source, clock: clock.clock, logger: log.logger)
    }

    /// Lets other tasks run until a condition holds.
    private func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test func `a thousand tasks that ask at once cause one refresh`() async throws {
        let source = ScriptedCredentialsProvider([set("A", life: 3_600)], isOpen: false)
        let cache = cache(source)
        let asked = Counter()
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1_000 {
                group.addTask {
                    asked.increment()
                    return try await cache.credentials().accessKeyID
                }
            }
            await until { asked.value == 1_000 && source.calls == 1 }
            source.open()
            for try await name in group { #expect(name == "A") }
        }
        #expect(source.calls == 1)
    }

    @Test func `a thousand tasks that ask an expired cache cause one more`() async throws {
        let source = ScriptedCredentialsProvider([set("A", life: 400), set("B", life: 9_000)])
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.advance(seconds: 500)
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1_000 { group.addTask { try await cache.credentials().accessKeyID } }
            for try await name in group { #expect(name == "B") }
        }
        #expect(source.calls == 2)
    }

    @Test func `a waiter that is cancelled leaves alone`() async throws {
        let source = ScriptedCredentialsProvider([set("A", life: 3_600)], isOpen: false)
        let cache = cache(source)
        let first = Task { try await cache.credentials() }
        await until { source.calls == 1 }
        let second = Task { try await cache.credentials() }
        first.cancel()
        // It ends while the refresh is still held back.
        await #expect(throws: CancellationError.self) { try await first.value }
        source.open()
        #expect(try await second.value.accessKeyID == "A")
        #expect(source.calls == 1)
    }

    @Test func `a refresh that nobody waits for any more still serves the next one`() async throws {
        let source = ScriptedCredentialsProvider([set("A", life: 3_600)], isOpen: false)
        let cache = cache(source)
        let only = Task { try await cache.credentials() }
        await until { source.calls == 1 }
        only.cancel()
        await #expect(throws: CancellationError.self) { try await only.value }
        source.open()
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(source.calls == 1)
    }

    @Test func `a task that was cancelled before it asks gets nothing and starts nothing`() async throws {
        let source = ScriptedCredentialsProvider([set("A", life: 3_600)])
        let cache = cache(source)
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await cache.credentials()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(source.calls == 0)
    }

    @Test func `a failure reaches all who wait, and the next one to ask tries anew`() async throws {
        let failure = CredentialsError(.unreachable, "Nobody answers.")
        let source = ScriptedCredentialsProvider([.failure(failure), set("A", life: 3_600)], isOpen: false)
        let cache = cache(source)
        let tasks = (0..<10).map { _ in Task { try await cache.credentials() } }
        await until { source.calls == 1 }
        source.open()
        var failures = 0
        for task in tasks {
            do {
                _ = try await task.value
            } catch let error as CredentialsError {
                #expect(error == failure)
                failures += 1
            }
        }
        #expect(failures >= 1)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(source.calls == 2)
    }

    @Test func `while the old credentials live, a failure is a warning without secrets`() async throws {
        struct Foreign: Error, CustomStringConvertible { let description = "foreign-secret" }
        let source = ScriptedCredentialsProvider([set("A", life: 600), .failure(Foreign()), set("B", life: 9_000)])
        let cache = cache(source)
        _ = try await cache.credentials()
        clock.advance(seconds: 400)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(log.lines.count == 1)
        #expect(log.lines.first?.hasPrefix("warning ") == true)
        #expect(log.lines.first?.contains("foreign-secret") == false)
        #expect(try await cache.credentials().accessKeyID == "A")
        #expect(source.calls == 2)
        clock.advance(seconds: 31)
        #expect(try await cache.credentials().accessKeyID == "B")
    }

    @Test func `a token that would outlive the credentials gets newer ones`() async throws {
        let source = ScriptedCredentialsProvider([set("A", life: 1_000), set("B", life: 5_000)])
        let cache = cache(source)
        #expect(try await cache.credentials(outliving: clock.now.addingTimeInterval(900)).accessKeyID == "A")
        #expect(try await cache.credentials(outliving: clock.now.addingTimeInterval(1_200)).accessKeyID == "B")
        #expect(try await cache.credentials(outliving: clock.now.addingTimeInterval(9_000)).accessKeyID == "B")
        #expect(source.calls == 2)
    }

    @Test func `changed keys are noticed after a minute`() async throws {
        let source = ScriptedCredentialsProvider([set("A", life: nil), set("B", life: nil)])
        let cache = cache(source)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.advance(seconds: 30)
        #expect(try await cache.credentials().accessKeyID == "A")
        clock.advance(seconds: 31)
        #expect(try await cache.credentials().accessKeyID == "B")
    }
}
