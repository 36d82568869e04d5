import AuroraDSQL
import TestSupport
import Testing

@Suite struct OCCRetryLoopTests {
    static let conflict = FakeError.server(.conflict())

    static func waits(_ loop: inout OCCRetryLoop, _ failure: AttemptFailure, _ error: any Error) -> [Duration] {
        var waits: [Duration] = []
        while case .wait(let wait) = loop.next(after: failure, error, random: 0.5) { waits.append(wait) }
        return waits
    }

    @Test func `attempts are one more than retries, and the last error counts them`() throws {
        var loop = OCCRetryLoop(policy: .default, isIdempotent: false)
        for milliseconds in [50, 100, 200] {
            guard case .wait(let wait) = loop.next(after: .conflict(.data), Self.conflict, random: 0.5) else { break }
            #expect(wait == .milliseconds(milliseconds))
        }
        guard case .giveUp(let error) = loop.next(after: .conflict(.data), Self.conflict, random: 0.5) else {
            Issue.record("A fourth retry.")
            return
        }
        let exhausted = try #require(error as? DSQLError)
        #expect(exhausted.code == .conflictRetriesExhausted)
        #expect(exhausted.retries?.attempts == 4)
        #expect(exhausted.retries?.waits == [50, 100, 200].map { .milliseconds($0) })
        #expect(exhausted.cause is FakeError)
    }

    @Test(arguments: [nil, OCCRetryPolicy(maxRetries: 0), OCCRetryPolicy(maxRetries: -3)])
    func `without retries the original error comes out as it is`(policy: OCCRetryPolicy?) {
        var loop = OCCRetryLoop(policy: policy, isIdempotent: true)
        guard case .giveUp(let error) = loop.next(after: .conflict(.schema), Self.conflict, random: 0) else {
            Issue.record("A retry.")
            return
        }
        #expect(error is FakeError)
    }

    @Test func `other errors end the attempts at once`() {
        var loop = OCCRetryLoop(policy: .default, isIdempotent: true)
        #expect(Self.waits(&loop, .other, FakeError.lost) == [])
    }

    @Test(arguments: [(false, 0), (true, 3)])
    func `what may have been committed is repeated only where that is harmless`(isIdempotent: Bool, retries: Int) {
        var loop = OCCRetryLoop(policy: .default, isIdempotent: isIdempotent)
        let error = DSQLError(.commitOutcomeUnknown, "Unknown.")
        #expect(Self.waits(&loop, .uncertain, error).count == retries)
    }

    @Test(arguments: [(AttemptFailure.conflict(.data), 3), (.other, 1)])
    func `an attempt that may have been committed is not forgotten over later ones`(
        last: AttemptFailure,
        retries: Int
    ) throws {
        var loop = OCCRetryLoop(policy: OCCRetryPolicy(maxRetries: retries), isIdempotent: true)
        _ = loop.next(after: .uncertain, DSQLError(.commitOutcomeUnknown, "Unknown."), random: 0.5)
        var step = loop.next(after: last, Self.conflict, random: 0.5)
        #expect(loop.interrupted(.retryCancelled, "Cancelled.", by: Self.conflict).code == .commitOutcomeUnknown)
        while case .wait = step { step = loop.next(after: last, Self.conflict, random: 0.5) }
        guard case .giveUp(let error) = step else { return }
        let unknown = try #require(error as? DSQLError)
        #expect(unknown.code == .commitOutcomeUnknown)
        #expect(unknown.cause is FakeError)
        #expect(unknown.retries?.attempts == retries + 1)
    }

    @Test func `an unknown outcome after conflicts keeps its code and counts the attempts`() throws {
        var loop = OCCRetryLoop(policy: .default, isIdempotent: false)
        _ = loop.next(after: .conflict(.data), Self.conflict, random: 0.5)
        let unknown = DSQLError(.commitOutcomeUnknown, "Unknown.")
        guard case .giveUp(let error) = loop.next(after: .uncertain, unknown, random: 0.5) else {
            Issue.record("A retry.")
            return
        }
        #expect((error as? DSQLError)?.code == .commitOutcomeUnknown)
        #expect((error as? DSQLError)?.retries?.attempts == 2)
    }

    @Test func `a wait that is cut short is not counted as made`() {
        var loop = OCCRetryLoop(policy: .default, isIdempotent: false)
        _ = loop.next(after: .conflict(.data), Self.conflict, random: 0.5)
        let error = loop.interrupted(.retryCancelled, "Cancelled.", by: Self.conflict)
        #expect(error.retries == OCCRetryPolicy.History(attempts: 1, waits: []))
        #expect(error.cause is FakeError)
    }

    static let outcomes: [(String, String, CommitOutcome)] = [
        ("ERROR", "40001", .failed), ("ERROR", "23505", .failed), ("ERROR", "54000", .failed),
        ("ERROR", "57014", .failed), ("ERROR", "XX000", .unknown), ("ERROR", "40003", .unknown),
        ("FATAL", "57P01", .unknown), ("ERROR", "08006", .unknown), ("FATAL", "53300", .unknown),
    ]

    @Test(arguments: outcomes)
    func `an error at COMMIT says what is known`(severity: String, sqlState: String, outcome: CommitOutcome) {
        let error = PostgresServerError(severity: severity, sqlState: sqlState, message: "no")
        #expect(CommitOutcome(server: error, isLost: false) == outcome)
    }

    @Test func `a tag says whether COMMIT committed`() {
        #expect(CommitOutcome(tag: "COMMIT") == .committed)
        #expect(CommitOutcome(tag: "ROLLBACK") == .rolledBackSilently)
        #expect(CommitOutcome(tag: nil) == .unknown)
        #expect(CommitOutcome(server: nil, isLost: true) == .unknown)
        #expect(CommitOutcome(server: nil, isLost: false) == .failed)
    }
}
