/// The faults that are set, and which of them happens next: a value with its own random numbers.
package struct FaultState: Sendable {
    private var armed: [(fault: Fault, generator: SplitMix64)] = []
    /// How often each kind has happened so far.
    package private(set) var fired: [Fault.Kind: Int] = [:]

    package init() {}

    package var faults: [Fault] { armed.map(\.fault) }

    /// The same seed brings the same sequence of decisions for this fault.
    package mutating func add(_ fault: Fault, seed: UInt64) {
        armed.append((fault, SplitMix64(state: seed)))
    }

    package mutating func clear(_ kind: Fault.Kind? = nil) {
        armed.removeAll { kind == nil || $0.fault.kind == kind }
    }

    /// The first fault among these kinds that is to happen now, in the order they were set; counts it as happened.
    package mutating func take(_ kinds: Set<Fault.Kind>) -> Fault? {
        for index in armed.indices where kinds.contains(armed[index].fault.kind) {
            guard armed[index].generator.nextUnit() < armed[index].fault.probability else { continue }
            let fault = armed[index].fault
            fired[fault.kind, default: 0] += 1
            if let count = fault.count {
                if count <= 1 { armed.remove(at: index) } else { armed[index].fault.count = count - 1 }
            }
            return fault
        }
        return nil
    }
}

/// A small generator that can be seeded: Steele, Lea and Flood's splitmix64.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    package var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number of [0, 1).
    mutating func nextUnit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
