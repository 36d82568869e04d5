/// The steps of an examination as they are taken: each is timed, and none comes after a broken one.
struct Examination {
    /// What a step found.
    struct Result<Value> {
        let verdict: DoctorReport.Verdict
        let text: String
        let value: Value
        var facts: [DoctorReport.Fact] = []
    }

    /// All steps, so that those that were not reached can be named.
    static let names = ["endpoint", "region", "credentials", "clock", "ca-bundle", "dns", "tcp", "tls", "login"]

    private(set) var report = DoctorReport()

    /// Takes a step.
    ///
    /// - Throws: ``Finding``, which is in the report already.
    mutating func step<Value>(
        _ name: String,
        isTimed: Bool = false,
        _ body: () throws(Finding) -> Result<Value>
    ) throws(Finding) -> Value {
        let start = ContinuousClock.now
        func milliseconds() -> Double? { isTimed ? start.duration(to: .now) / .milliseconds(1) : nil }
        do throws(Finding) {
            let result = try body()
            report.add(
                DoctorReport.Step(
                    name,
                    result.verdict,
                    StandardError.clean(result.text),
                    facts: result.facts.map(\.clean),
                    milliseconds: milliseconds()
                )
            )
            return result.value
        } catch {
            report.add(
                DoctorReport.Step(
                    name,
                    .broken,
                    StandardError.clean(error.text),
                    remedy: error.remedy.map(StandardError.clean),
                    facts: error.facts.map(\.clean),
                    milliseconds: milliseconds()
                ),
                status: error.status.rawValue
            )
            throw error
        }
    }

    /// Names the steps that were not reached.
    mutating func finish() {
        for name in Self.names.dropFirst(report.steps.count) {
            report.add(DoctorReport.Step(name, .skipped, "not reached"))
        }
    }
}

extension DoctorReport.Fact {
    /// The fact as a person may see it.
    fileprivate var clean: DoctorReport.Fact { DoctorReport.Fact(name, StandardError.clean(value)) }
}
