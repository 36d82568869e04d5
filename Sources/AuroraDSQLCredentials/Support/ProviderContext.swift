package import FoundationEssentials
package import Logging

/// Everything a provider takes from the world outside: the one seam that tests replace.
///
/// No provider touches a global. ``live(logger:)`` is the real world; a test builds an empty one and adds to it.
package struct ProviderContext: Sendable {
    /// The environment variables.
    package var environment: Environment
    /// Files, and the home directory.
    package var files: any FileSystem
    /// HTTP requests.
    package var http: any HTTPClient
    /// Child processes.
    package var processes: any ProcessRunner
    /// Questions to the person at the terminal.
    package var terminal: any Terminal
    /// The wall clock, sleep and randomness.
    package var clock: ProviderClock
    /// Where `debug` lines go.
    package var logger: Logger

    /// Creates a context from its parts.
    package init(
        environment: Environment,
        files: any FileSystem,
        http: any HTTPClient,
        processes: any ProcessRunner,
        terminal: any Terminal,
        clock: ProviderClock,
        logger: Logger
    ) {
        self.environment = environment
        self.files = files
        self.http = http
        self.processes = processes
        self.terminal = terminal
        self.clock = clock
        self.logger = logger
    }
}

/// The environment variables a provider sees.
package struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?
    private let list: @Sendable () -> [String: String]

    /// Creates an environment from its two questions: one variable, and all of them.
    package init(
        lookUp: @escaping @Sendable (String) -> String?,
        list: @escaping @Sendable () -> [String: String]
    ) {
        self.lookUp = lookUp
        self.list = list
    }

    /// A fixed environment.
    package init(_ values: [String: String]) {
        self.init(lookUp: { values[$0] }, list: { values })
    }

    /// The value of a variable; `nil` when it is unset.
    package subscript(_ name: String) -> String? { lookUp(name) }

    /// The value of a variable without the white space around it; `nil` when it is unset or blank.
    package func value(_ name: String) -> String? {
        lookUp(name).flatMap { $0.trimmedOrNil }
    }

    /// All variables, for a child process.
    package var all: [String: String] { list() }
}

/// Time and randomness.
package struct ProviderClock: Sendable {
    /// The wall clock.
    package var now: @Sendable () -> Date
    /// Waits; throws `CancellationError` when its task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A number of at least 0 and less than 1.
    package var random: @Sendable () -> Double

    /// Creates a clock from its parts.
    package init(
        now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The machine's clock and randomness.
    package static let system = ProviderClock(
        now: { Date() },
        sleep: { try await Task.sleep(for: $0) },
        random: { Double.random(in: 0..<1) }
    )
}

extension String {
    /// The text without spaces, tabs and line ends around it; `nil` when nothing is left.
    package var trimmedOrNil: String? {
        let blank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = utf8.firstIndex(where: { !blank($0) }), let last = utf8.lastIndex(where: { !blank($0) })
        else { return nil }
        return String(self[first...last])
    }
}
