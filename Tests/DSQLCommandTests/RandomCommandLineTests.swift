import Testing
import TestSupport

/// Command lines, environments and URLs that nobody would think of.
@Suite struct RandomCommandLineTests {
    @Test(arguments: 0..<6)
    func `no command line crashes the tool or makes it talk`(_ part: Int) async throws {
        for index in 0..<50 {
            let seed = UInt64(part * 50 + index)
            var line = RandomCommandLine(seed: seed)
            let arguments = line.arguments()
            let environment = line.environment()
            let outcome = try await Tool.run(
                arguments,
                environment: Tool.bare,
                raw: environment,
                input: line.input()
            )
            let shown = arguments.map { String(decoding: $0.bytes, as: UTF8.self) }
            let status = try #require(outcome.exitStatus, "seed \(seed): a signal; \(shown)")
            #expect([0, 64, 65, 69, 77].contains(status), "seed \(seed): \(status) \(outcome.errorText) \(shown)")
            if status == 0 { continue }
            // A report about what is broken is the product of `doctor`.
            let isReport =
                shown.first == "doctor" && outcome.outputText.contains(" broken ")
                || shown.contains("--json") && outcome.outputText.contains("\"ok\": false")
            #expect(outcome.output.isEmpty || isReport, "seed \(seed) \(shown)")
            #expect(outcome.errorText.hasPrefix("dsql: "), "seed \(seed): \(outcome.errorText) \(shown)")
            for secret in RandomCommandLine.secrets {
                #expect(!outcome.errorText.contains(secret), "seed \(seed): \(outcome.errorText)")
                #expect(!outcome.outputText.contains(secret), "seed \(seed): \(outcome.outputText)")
            }
        }
    }
}
