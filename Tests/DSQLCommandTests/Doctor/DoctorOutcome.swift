import Foundation
import Testing
import TestSupport

/// What `dsql doctor --json` said.
struct DoctorOutcome {
    struct Step: Decodable {
        var name: String
        var verdict: String
        var text: String
        var remedy: String?
        var facts: [String: String]
    }

    private struct Report: Decodable {
        var ok: Bool
        var status: Int32
        var steps: [Step]
    }

    let exitStatus: Int32?
    let errorText: String
    private let report: Report

    init(_ outcome: ProcessOutcome) throws {
        try self.init(json: outcome.output, exitStatus: outcome.exitStatus, errorText: outcome.errorText)
    }

    init(json: [UInt8], exitStatus: Int32?, errorText: String) throws {
        self.exitStatus = exitStatus
        self.errorText = errorText
        try #require(!json.isEmpty, "\(errorText)")
        report = try JSONDecoder().decode(Report.self, from: Data(json))
    }

    func step(_ name: String) -> Step? { report.steps.first { $0.name == name } }

    /// Checks a report in which nothing is broken.
    func expectOK(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(exitStatus == 0, "\(errorText)", sourceLocation: sourceLocation)
        #expect(report.ok && report.status == 0, sourceLocation: sourceLocation)
        #expect(report.steps.map(\.name) == Self.names, sourceLocation: sourceLocation)
        #expect(errorText.isEmpty, "\(errorText)", sourceLocation: sourceLocation)
    }

    /// Checks the one broken step: all before it are fine, none after it was taken.
    func expect(
        _ name: String,
        _ status: Int32,
        saying text: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(exitStatus == status, "\(errorText)", sourceLocation: sourceLocation)
        #expect(!report.ok && report.status == status, sourceLocation: sourceLocation)
        #expect(report.steps.map(\.name) == Self.names, sourceLocation: sourceLocation)
        let position = try #require(Self.names.firstIndex(of: name), sourceLocation: sourceLocation)
        for (index, step) in report.steps.enumerated() where index != position {
            #expect(step.verdict != "broken" && step.remedy == nil, "\(step)", sourceLocation: sourceLocation)
            #expect(index < position || step.text == "not reached", "\(step)", sourceLocation: sourceLocation)
        }
        let broken = report.steps[position]
        #expect(broken.verdict == "broken", "\(broken)", sourceLocation: sourceLocation)
        #expect(broken.text.contains(text) || text.isEmpty, "\(broken)", sourceLocation: sourceLocation)
        let remedy = try #require(broken.remedy, "\(broken)", sourceLocation: sourceLocation)
        #expect(errorText == "dsql: \(broken.text) \(remedy)\n", sourceLocation: sourceLocation)
        for secret in [Tool.secretKey, Tool.sessionToken, "X-Amz-Signature"] {
            #expect(!errorText.contains(secret), sourceLocation: sourceLocation)
        }
    }

    private static let names = [
        "endpoint", "region", "credentials", "clock", "ca-bundle", "dns", "tcp", "tls", "login",
    ]
}
