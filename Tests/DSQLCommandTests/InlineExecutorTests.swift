import DSQLCommand
import Foundation
import Testing

@Suite struct InlineExecutorTests {
    private struct Failure: Error {}

    @Test func `work that never waits runs on the calling thread`() throws {
        let caller = ObjectIdentifier(Thread.current)
        let worker = try InlineExecutor.run { Self.currentThread() }
        #expect(worker == caller)
    }

    @Test func `an error comes out as it is`() {
        #expect(throws: Failure.self) { try InlineExecutor.run { throw Failure() } }
    }

    @Test func `work that waits for a timer goes on afterwards, on the same thread`() throws {
        let caller = ObjectIdentifier(Thread.current)
        let worker = try InlineExecutor.run {
            for _ in 0..<20 { try await Task.sleep(for: .milliseconds(1)) }
            return Self.currentThread()
        }
        #expect(worker == caller)
    }

    @Test func `results from other threads find the sleeping one`() throws {
        let total = try InlineExecutor.run {
            var total = 0
            for number in 1...500 {
                total += await withCheckedContinuation { continuation in
                    Thread.detachNewThread { continuation.resume(returning: number) }
                }
            }
            return total
        }
        #expect(total == 125_250)
    }

    @Test func `tasks of a group all run`() throws {
        let total = try InlineExecutor.run {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...100 {
                    group.addTask {
                        if number % 10 == 0 { try await Task.sleep(for: .milliseconds(1)) }
                        return number
                    }
                }
                return try await group.reduce(0, +)
            }
        }
        #expect(total == 5_050)
    }

    private static func currentThread() -> ObjectIdentifier { ObjectIdentifier(Thread.current) }
}
