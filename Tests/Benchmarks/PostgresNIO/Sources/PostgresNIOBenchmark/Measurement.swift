import Glibc

/// One round: 64 tasks share a pool's connections.
struct Measurement {
    let perSecond: Double
    /// Of the whole process, in microseconds for each statement.
    let cpu: Double

    static func round(_ subject: any Subject, count: Int) async throws -> Measurement {
        let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)
        let wall = seconds(CLOCK_MONOTONIC)
        let sum = try await share(subject, count: count)
        let passed = seconds(CLOCK_MONOTONIC) - wall
        precondition(sum == count)
        return Measurement(
            perSecond: Double(count) / passed,
            cpu: (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1_000_000 / Double(count)
        )
    }

    @concurrent private static func share(_ subject: any Subject, count: Int) async throws -> Int {
        let tasks = 64
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    var sum = 0
                    for _ in 0..<count / tasks { sum += try await subject.selectOne() }
                    return sum
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
}

extension [Double] {
    var median: Double { sorted()[count / 2] }
}
