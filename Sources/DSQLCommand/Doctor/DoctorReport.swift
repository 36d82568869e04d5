/// What an examination of the way in found, step by step.
package struct DoctorReport: Sendable, Equatable {
    /// What came of a step.
    package enum Verdict: String, Sendable {
        /// All is well.
        case ok
        /// It works, and something is worth knowing.
        case note
        /// It does not work; nothing after it was looked at.
        case broken
        /// It was not looked at, and why is said.
        case skipped
    }

    /// One step.
    package struct Step: Sendable, Equatable {
        package let name: String
        package let verdict: Verdict
        /// A sentence or some words on what was found.
        package let text: String
        /// What to do, where something is broken.
        package let remedy: String?
        /// What was found, for programs.
        package let facts: [Fact]
        /// How long it took, where anything had to be waited for.
        package let milliseconds: Double?

        package init(
            _ name: String,
            _ verdict: Verdict,
            _ text: String,
            remedy: String? = nil,
            facts: [Fact] = [],
            milliseconds: Double? = nil
        ) {
            self.name = name
            self.verdict = verdict
            self.text = text
            self.remedy = remedy
            self.facts = facts
            self.milliseconds = milliseconds
        }
    }

    /// A name and a value.
    package struct Fact: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The steps in the order in which a login takes them.
    package private(set) var steps: [Step] = []
    /// The exit status.
    package private(set) var status: Int32 = 0

    package init() {}

    /// The step that is broken, if one is.
    package var broken: Step? { steps.first { $0.verdict == .broken } }

    /// Adds a step; a broken one comes with the exit status.
    package mutating func add(_ step: Step, status: Int32 = 0) {
        steps.append(step)
        if step.verdict == .broken { self.status = status }
    }
}

extension DoctorReport {
    /// A line for each step, and the remedy behind the broken one.
    package var text: String {
        let lines = steps.flatMap { step -> [String] in
            let mark = step.verdict == .skipped ? "-" : step.verdict.rawValue
            let time = step.milliseconds.map { " (\(Self.shown($0)) ms)" } ?? ""
            let line = Self.padded(step.name, 13) + Self.padded(mark, 8) + step.text + time
            return [line] + (step.remedy.map { [Self.padded("", 13) + Self.padded("to do", 8) + $0] } ?? [])
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// An object with `ok`, `status` and `steps`.
    package var json: String {
        let steps = steps.map { step in
            var members = [
                "\"name\": \(JSONText.quoted(step.name))", "\"verdict\": \"\(step.verdict.rawValue)\"",
                "\"text\": \(JSONText.quoted(step.text))",
            ]
            if let remedy = step.remedy { members.append("\"remedy\": \(JSONText.quoted(remedy))") }
            if let time = step.milliseconds { members.append("\"milliseconds\": \(Self.shown(time))") }
            let facts = step.facts.map { "\(JSONText.quoted($0.name)): \(JSONText.quoted($0.value))" }
            members.append("\"facts\": {\(facts.joined(separator: ", "))}")
            return "    {\(members.joined(separator: ", "))}"
        }
        return "{\n  \"ok\": \(broken == nil),\n  \"status\": \(status),\n  \"steps\": [\n"
            + steps.joined(separator: ",\n") + "\n  ]\n}\n"
    }

    /// With one digit behind the point.
    private static func shown(_ milliseconds: Double) -> String {
        let tenths = Int((min(max(milliseconds, 0), 1e9) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
