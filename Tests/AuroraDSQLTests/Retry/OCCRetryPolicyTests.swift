import AuroraDSQL
import Testing

@Suite struct OCCRetryPolicyTests {
    static let longest: [(Int, Int)] = [
        (0, 100), (1, 200), (2, 400), (3, 800), (4, 1_600), (5, 3_200), (6, 5_000), (7, 5_000), (31, 5_000),
        (63, 5_000), (64, 5_000), (1_000_000, 5_000), (Int.max, 5_000), (-1, 100),
    ]

    @Test(arguments: longest)
    func `the longest wait doubles up to its limit and never overflows`(retry: Int, milliseconds: Int) {
        let backoff = Backoff(base: .milliseconds(100), limit: .seconds(5))
        #expect(backoff.longest(retry) == .milliseconds(milliseconds))
        #expect(backoff.wait(retry, random: 0) == .zero)
        #expect(backoff.wait(retry, random: 0.999) < .milliseconds(milliseconds))
        #expect(backoff.wait(retry, random: 0.5) == .milliseconds(milliseconds) / 2)
    }

    @Test(arguments: [Double.nan, -1, .infinity, 2])
    func `a random number out of range leaves the wait in range`(random: Double) {
        let wait = Backoff(base: .milliseconds(100), limit: .seconds(5)).wait(3, random: random)
        #expect(wait >= .zero)
        #expect(wait <= .milliseconds(800))
    }

    static let odd: [(Duration, Duration, Duration)] = [
        (.zero, .seconds(5), .zero), (.seconds(-1), .seconds(5), .zero), (.seconds(1), .zero, .zero),
        (.seconds(10), .seconds(5), .seconds(5)), (.seconds(Int64.max), .seconds(Int64.max), .seconds(Int64.max)),
    ]

    @Test(arguments: odd)
    func `odd limits are taken as far as they make sense`(base: Duration, limit: Duration, expected: Duration) {
        #expect(Backoff(base: base, limit: limit).longest(40) == expected)
    }

    @Test func `only the first retry after a schema conflict is made at once`() {
        let policy = OCCRetryPolicy.default
        #expect(policy.wait(afterRetries: 0, conflict: .schema, random: 0.9) == .zero)
        #expect(policy.wait(afterRetries: 1, conflict: .schema, random: 0.5) == .milliseconds(100))
        #expect(policy.wait(afterRetries: 0, conflict: .data, random: 0.5) == .milliseconds(50))
        #expect(policy.wait(afterRetries: 0, conflict: .unspecified, random: 0.5) == .milliseconds(50))
        #expect(policy.wait(afterRetries: 3, conflict: .schema, random: 0.5) == nil)
    }

    @Test(arguments: [0, -1, Int.min])
    func `no retries means none`(maxRetries: Int) {
        #expect(OCCRetryPolicy(maxRetries: maxRetries).wait(afterRetries: 0, conflict: .schema, random: 0) == nil)
    }
}
