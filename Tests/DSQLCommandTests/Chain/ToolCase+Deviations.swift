import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport

extension ToolCase {
    /// What is otherwise in what the tool printed and left behind; `elapsed` is how long the case has been in the world.
    func deviations(in outcome: ProcessOutcome, elapsed: Duration) -> [String] {
        let expectation = fixture.expectation
        var found: [String] = []
        if let credentials = expectation.credentials {
            let answer = JSONValue(parsing: outcome.output)
            found += ToolCase.difference("the exit status", outcome.exitStatus, 0)
            found += ToolCase.difference("the answer", answer, ToolCase.answer(credentials), within: elapsed)
        } else {
            found += ToolCase.difference("the exit status", outcome.exitStatus, expectedStatus)
            found += ToolCase.difference("standard output", outcome.outputText, "")
            let text = outcome.errorText.lowercased()
            for piece in expectation.errorPieces where !text.contains(expected(piece).lowercased()) {
                found.append("the error does not say \(expected(piece))")
            }
        }
        for (path, wanted) in expectation.files {
            let bytes = FileManager.default.contents(atPath: real(path)).map { Array($0) } ?? []
            let value =
                wanted.string == nil ? JSONValue(parsing: bytes) : .string(String(decoding: bytes, as: UTF8.self))
            found += ToolCase.difference(path, value, wanted, within: elapsed)
        }
        return found
    }

    /// The exit status of the expected error, as the tool's documentation has it.
    private var expectedStatus: Int32 {
        switch fixture.expectation.errorCode {
        case "unreachable", "timedOut": 69
        default: 77
        }
    }

    private static func answer(_ credentials: Credentials) -> JSONValue {
        var members: [String: JSONValue] = [
            "Version": .integer(1),
            "AccessKeyId": .string(credentials.accessKeyID),
            "SecretAccessKey": .string(credentials.secretAccessKey),
        ]
        members["SessionToken"] = credentials.sessionToken.map { .string($0) }
        members["Expiration"] = credentials.expiration.map { .string(AWSTimestamp.iso8601($0)) }
        members["AccountId"] = credentials.accountID.map { .string($0) }
        return .object(members)
    }

    private static func difference<Value: Equatable>(_ name: String, _ value: Value?, _ expected: Value?) -> [String] {
        value == expected
            ? [] : ["\(name) is \(value.map { "\($0)" } ?? "none"), not \(expected.map { "\($0)" } ?? "none")"]
    }

    /// Differences by member; a date may be as much later as the world is older, and no more.
    private static func difference(
        _ name: String,
        _ value: JSONValue?,
        _ expected: JSONValue,
        within elapsed: Duration
    ) -> [String] {
        let names = Set(expected.members.keys).union(value?.members.keys ?? [:].keys)
        guard names.isEmpty else {
            return names.sorted().flatMap { member in
                guard let wanted = expected[member] else { return ["\(name) has \(member)"] }
                return difference("\(name), \(member)", value?[member], wanted, within: elapsed)
            }
        }
        if let date = value?.string.flatMap(AWSTimestamp.parseISO8601),
            let wanted = expected.string.flatMap(AWSTimestamp.parseISO8601)
        {
            let later = date.timeIntervalSince(wanted)
            let limit = Double(elapsed.components.seconds) + 2
            return later >= 0 && later <= limit ? [] : ["\(name) is \(later) s later than expected"]
        }
        return difference(name, value, expected)
    }
}
