import Testing

import LocalCluster

struct FaultTests {
    @Test func `a counted fault happens as often as it was asked for`() {
        var state = FaultState()
        state.add(Fault(.wakingUp, count: 2), seed: 1)
        #expect(state.take([.rateExceeded]) == nil)
        #expect(state.take([.wakingUp])?.kind == .wakingUp)
        #expect(state.take([.wakingUp, .rateExceeded])?.kind == .wakingUp)
        #expect(state.take([.wakingUp]) == nil)
        #expect(state.fired == [.wakingUp: 2])
    }

    @Test func `the same seed brings the same faults`() {
        func pattern(_ seed: UInt64) -> [Bool] {
            var state = FaultState()
            state.add(Fault(.hang, count: nil, probability: 0.5), seed: seed)
            return (0..<64).map { _ in state.take([.hang]) != nil }
        }
        #expect(pattern(7) == pattern(7))
        #expect(pattern(7) != pattern(8))
        #expect(pattern(7).contains(true) && pattern(7).contains(false))
    }

    @Test func `faults can be cleared by kind and all at once`() {
        var state = FaultState()
        for kind in [Fault.Kind.hang, .silent, .wakingUp] { state.add(Fault(kind), seed: 0) }
        state.clear(.silent)
        #expect(state.faults.map(\.kind) == [.hang, .wakingUp])
        state.clear()
        #expect(state.faults.isEmpty)
    }

    @Test(arguments: [
        ("hang", Fault(.hang, seconds: 3_600)),
        ("hang seconds=2.5 count=3", Fault(.hang, count: 3, seconds: 2.5)),
        ("conflict-at-commit OC001 count=all", Fault(.conflictAtCommit, count: nil, conflict: .schema)),
        ("cut-after-commit probability=0.25", Fault(.cutAfterCommit, count: nil, probability: 0.25)),
        ("silent probability=0.25 count=2", Fault(.silent, count: 2, probability: 0.25)),
    ])
    func `a line sets a fault`(line: String, fault: Fault) throws {
        #expect(try ControlCommand(line + " seed=9", randomSeed: 1) == .fault(fault, seed: 9))
        #expect(try ControlCommand(line, randomSeed: 1) == .fault(fault, seed: 1))
    }

    @Test(arguments: [
        "", "nonsense", "hang count=0", "hang count=-1", "hang seconds=0", "hang seconds=x", "silent seconds=1",
        "hang x",
        "hang probability=0", "hang probability=2", "hang probability=nan", "hang count=1 count=2", "silent OC001",
        "conflict-at-commit code=OC002", "clear fault=x", "rotate-keys id=a", "status x=1", "connection-life",
        "hang seed=-1",
    ])
    func `a line that means nothing is refused`(line: String) {
        #expect(throws: ControlCommand.Failure.self) { try ControlCommand(line, randomSeed: 0) }
    }
}
