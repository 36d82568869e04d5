import TestSupport
import Testing

/// Runs the built tool on the chain cases, against a server on loopback that is found by the public settings.
@Suite struct ChainTests {
    private static let server = Result { try ChainServer() }

    @Test func `all cases run but those that a process cannot be shown`() {
        #expect(ToolCases.running.count >= 150)
        #expect(Set(ToolCases.leftOut.keys).isSubset(of: ToolCases.all), "a case that is left out does not exist")
    }

    @Test(arguments: ToolCases.running)
    func `the tool comes to what a case says, and leaks nothing`(_ name: String) async throws {
        let server = try ChainTests.server.get()
        try await withTemporaryFolder { folder in
            let start = ContinuousClock.now
            let toolCase = try ToolCase(name, server: server, folder: folder)
            let expectation = toolCase.fixture.expectation
            var arguments: [RawText] = ["credentials", "--format", "process"]
            if let profile = expectation.profile { arguments += ["--profile", RawText(profile)] }
            let outcome = try await Tool.run(arguments, environment: toolCase.environment)

            let elapsed = ContinuousClock.now - start
            let deviations =
                toolCase.deviations(in: outcome, elapsed: elapsed) + (try server.deviations(of: name))
            #expect(deviations.isEmpty, "\(expectation.description)\n\(outcome.errorText)")
            let leaks = toolCase.fixture.secrets.filter { outcome.errorText.contains($0) }
            #expect(leaks.isEmpty, "a secret is shown")
            #expect(!outcome.errorText.contains(folder.path("bin/")), "the command of a process is shown")
        }
    }
}
