import DSQLCommand
import Foundation
import Testing

@Suite struct RefreshScheduleTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func schedule(_ seconds: Double) -> RefreshSchedule { RefreshSchedule(life(seconds)) }

    private func life(_ seconds: Double, from moment: Double = 0) -> RefreshSchedule.Life {
        RefreshSchedule.Life(signedAt: start + moment, expiration: start + moment + seconds)
    }

    @Test(arguments: [(1.0, 1.0), (2, 1), (5, 2.5), (60, 30), (900, 450), (604_800, 302_400)])
    func `a token is renewed when half its life is over`(_ seconds: Double, _ due: Double) {
        let schedule = schedule(seconds)
        #expect(!schedule.isDue(at: start + due - 0.1))
        #expect(schedule.isDue(at: start + due))
        #expect(schedule.wait(at: start) == min(due, 60))
        #expect(schedule.wait(at: start + due) == 0)
    }

    @Test func `a machine that slept renews at once`() {
        #expect(schedule(900).wait(at: start + 8 * 3_600) == 0)
    }

    @Test func `a clock that was set back makes the token worthless`() {
        #expect(!schedule(900).isDue(at: start - 59))
        #expect(schedule(900).isDue(at: start - 3_600))
        var failing = schedule(900)
        #expect(failing.failed("No.", at: start + 450) != nil)
        #expect(failing.isDue(at: start - 3_600))
        // Once it has been tried at the new time, the waits count from there.
        _ = failing.failed("No.", at: start - 3_600)
        #expect(!failing.isDue(at: start - 3_600))
    }

    @Test func `failures are tried again, less and less often`() {
        var schedule = schedule(900)
        var moment = start + 450
        var waits: [Double] = []
        for _ in 0..<9 {
            _ = schedule.failed("No.", at: moment)
            var wait = 0.0
            while !schedule.isDue(at: moment + wait) { wait += 0.5 }
            waits.append(wait)
            moment += wait
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
    }

    @Test func `a failure is told once, its consequence once, and its end`() {
        var schedule = schedule(900)
        let first = schedule.failed("The session has expired.", at: start + 450)
        #expect(first?.contains("The session has expired.") == true)
        #expect(first?.contains("2027-01-15T08:15:00Z") == true)
        #expect(schedule.failed("Still.", at: start + 500) == nil)
        let consequence = schedule.failed("Still.", at: start + 901)
        #expect(consequence?.contains("no new connection") == true)
        #expect(schedule.failed("Still.", at: start + 961) == nil)
        #expect(schedule.renewed(life(900, from: 1_000)) == "The token was renewed.")
        #expect(schedule.renewed(life(900, from: 1_450)) == nil)
        #expect(schedule.failed("Again.", at: start + 1_900) != nil)
    }
}
