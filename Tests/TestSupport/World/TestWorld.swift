package import AuroraDSQLCredentials
import FoundationEssentials

/// A world for providers with nothing in it but what a test puts there.
package struct TestWorld: Sendable {
    package let clock: TestClock
    package let files: MemoryFileSystem
    package let http: ReplayHTTPClient
    package let processes: ScriptedProcessRunner
    package let terminal: ScriptedTerminal
    package let log = LogCapture()
    package let context: ProviderContext

    /// Creates a world.
    package init(
        environment: [String: String] = [:],
        files: MemoryFileSystem = MemoryFileSystem(),
        exchanges: [ReplayExchange] = [],
        commands: [ScriptedProcessRunner.Step] = [],
        answers: [String]? = nil,
        clock: TestClock = TestClock()
    ) {
        self.clock = clock
        self.files = files
        http = ReplayHTTPClient(exchanges)
        processes = ScriptedProcessRunner(commands)
        terminal = ScriptedTerminal(answers: answers)
        context = ProviderContext(
            environment: Environment(environment),
            files: files,
            http: http,
            processes: processes,
            terminal: terminal,
            clock: clock.clock,
            logger: log.logger
        )
    }

    /// What went otherwise than prepared.
    package var deviations: [String] { http.deviations + processes.deviations }
}
