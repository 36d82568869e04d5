import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct CredentialsCacheStateTests {
    private static let start = Date(timeIntervalSince1970: 1_756_296_000)

    private func at(_ seconds: Double) -> Date { Self.start.addingTimeInterval(seconds) }

    private func set(_ name: String, until seconds: Double?) -> Credentials {
        Credentials(accessKeyID: name, secretAccessKey: "secret", expiration: seconds.map { at($0) })
    }

    /// A cache that was filled at 0.
    private func filled(with credentials: Credentials, jitter: Double = 0) -> CredentialsCacheState {
        var state = CredentialsCacheState()
        _ = state.ask(at: at(0), outliving: nil)
        _ = state.finish(credentials, at: at(0), jitter: jitter)
        return state
    }

    @Test func `the first to ask starts the refresh, the second waits for it`() {
        var state = CredentialsCacheState()
        #expect(state.ask(at: at(0), outliving: nil) == .wait(starts: true))
        #expect(state.ask(at: at(1), outliving: nil) == .wait(starts: false))
        let credentials = set("A", until: 3_600)
        #expect(state.finish(credentials, at: at(2), jitter: 0) == .serve(credentials))
        #expect(state.ask(at: at(3), outliving: nil) == .serve(credentials))
    }

    @Test(arguments: [
        // life, jitter, when asked, whether that starts a refresh
        (3_600.0, 0.0, 3_299.0, false), (3_600, 0, 3_300, true), (3_600, 0.5, 3_269, false),
        (3_600, 0.5, 3_270, true), (3_600, 0.99, 3_239, false), (3_600, 0.99, 3_241, true),
        // Little life left: not at every question.
        (200, 0, 14, false), (200, 0, 15, true), (200, 0.5, 22, false), (10, 0, 9, false), (10, 0, 10, true),
    ])
    func `a refresh is due five to six minutes before the end`(
        _ life: Double,
        _ jitter: Double,
        _ asked: Double,
        _ starts: Bool
    ) {
        let credentials = set("A", until: life)
        var state = filled(with: credentials, jitter: jitter)
        #expect(state.ask(at: at(asked), outliving: nil) == (starts ? .wait(starts: true) : .serve(credentials)))
    }

    @Test(arguments: [(59.0, false), (60, true)])
    func `long-lived credentials are read again after a minute`(_ asked: Double, _ starts: Bool) {
        let credentials = set("A", until: nil)
        var state = filled(with: credentials)
        #expect(state.ask(at: at(asked), outliving: at(9_999)) == (starts ? .wait(starts: true) : .serve(credentials)))
    }

    @Test func `a failed refresh leaves living credentials in place for a while`() {
        let old = set("A", until: 3_600)
        var state = filled(with: old)
        #expect(state.ask(at: at(3_400), outliving: nil) == .wait(starts: true))
        #expect(state.fail(at: at(3_401), jitter: 0) == .serveOld(old))
        #expect(state.ask(at: at(3_415), outliving: nil) == .serve(old))
        #expect(state.ask(at: at(3_416), outliving: nil) == .wait(starts: true))
        let new = set("B", until: 9_000)
        #expect(state.finish(new, at: at(3_417), jitter: 0) == .serve(new))
        #expect(state.ask(at: at(3_418), outliving: nil) == .serve(new))
    }

    @Test func `expired credentials are not served after a failure, whatever the back-off`() {
        let old = set("A", until: 3_600)
        var state = filled(with: old)
        _ = state.ask(at: at(3_595), outliving: nil)
        #expect(state.fail(at: at(3_596), jitter: 0.99) == .serveOld(old))
        #expect(state.ask(at: at(3_599), outliving: nil) == .serve(old))
        #expect(state.ask(at: at(3_600), outliving: nil) == .wait(starts: true))
        #expect(state.fail(at: at(3_601), jitter: 0) == .fail)
        #expect(state.ask(at: at(3_601), outliving: nil) == .wait(starts: true))
    }

    @Test func `a failure with nothing in hand is not remembered`() {
        var state = CredentialsCacheState()
        _ = state.ask(at: at(0), outliving: nil)
        #expect(state.fail(at: at(0), jitter: 0) == .fail)
        #expect(state.ask(at: at(0), outliving: nil) == .wait(starts: true))
    }

    @Test func `a token that would outlive the credentials causes one refresh a set`() {
        let old = set("A", until: 3_600)
        var state = filled(with: old)
        #expect(state.ask(at: at(100), outliving: at(3_600)) == .serve(old))
        #expect(state.ask(at: at(100), outliving: at(3_601)) == .wait(starts: true))
        _ = state.finish(old, at: at(101), jitter: 0)
        #expect(state.ask(at: at(102), outliving: at(3_700)) == .serve(old))
        #expect(state.ask(at: at(1_000), outliving: at(9_999)) == .serve(old))
    }

    @Test func `a set that was fetched for that reason is not fetched for it again`() {
        var state = filled(with: set("A", until: 900))
        _ = state.ask(at: at(10), outliving: at(5_000))
        let new = set("B", until: 910)
        _ = state.finish(new, at: at(11), jitter: 0)
        #expect(state.ask(at: at(500), outliving: at(5_000)) == .serve(new))
        // Its own end makes it due, and the set after it may be fetched for the reason again.
        #expect(state.ask(at: at(700), outliving: nil) == .wait(starts: true))
        _ = state.finish(set("C", until: 1_700), at: at(701), jitter: 0)
        #expect(state.ask(at: at(702), outliving: at(5_000)) == .wait(starts: true))
    }

    @Test func `for that reason a refresh happens once a minute at most`() {
        var state = filled(with: set("A", until: 340))
        _ = state.ask(at: at(10), outliving: at(5_000))
        _ = state.finish(set("B", until: 345), at: at(11), jitter: 0)
        _ = state.ask(at: at(45), outliving: nil)
        let third = set("C", until: 4_000)
        _ = state.finish(third, at: at(46), jitter: 0)
        #expect(state.ask(at: at(69), outliving: at(5_000)) == .serve(third))
        #expect(state.ask(at: at(70), outliving: at(5_000)) == .wait(starts: true))
    }

    @Test func `a refresh that fails for that reason leaves the credentials in place`() {
        let old = set("A", until: 3_600)
        var state = filled(with: old)
        _ = state.ask(at: at(10), outliving: at(5_000))
        #expect(state.fail(at: at(11), jitter: 0) == .serveOld(old))
        #expect(state.ask(at: at(12), outliving: at(5_000)) == .serve(old))
    }

    @Test func `credentials that come expired are served and asked for again after minutes`() {
        let stale = set("A", until: -10)
        var state = filled(with: stale)
        #expect(state.ask(at: at(119), outliving: nil) == .serve(stale))
        #expect(state.ask(at: at(120), outliving: nil) == .wait(starts: true))
        #expect(state.fail(at: at(121), jitter: 0) == .fail)
    }

    @Test func `while a refresh runs, credentials that are not due are served`() {
        let old = set("A", until: 3_600)
        var state = filled(with: old)
        #expect(state.ask(at: at(10), outliving: at(5_000)) == .wait(starts: true))
        #expect(state.ask(at: at(11), outliving: nil) == .serve(old))
    }
}
