import AuroraDSQLCredentials
import FoundationEssentials
import Logging
import Synchronization

/// A provider that gives its answers in turn, and fails the test's expectation when asked more often.
final class ScriptedCredentialsProvider: CredentialsProvider {
    private let state: Mutex<(answers: [Result<Credentials, any Error>], asked: Int)>

    init(_ answers: [Result<Credentials, any Error>]) { state = Mutex((answers, 0)) }

    /// How often it was asked.
    var asked: Int { state.withLock { $0.asked } }

    func credentials() async throws -> Credentials {
        let answer = state.withLock { state -> Result<Credentials, any Error>? in
            state.asked += 1
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw CredentialsError(.processFailed, "The script of the test has no more answers.") }
        return try answer.get()
    }
}

/// A provider that can be asked for credentials that last longer.
final class ScriptedRefreshingProvider: RefreshingCredentialsProvider {
    private let kept: ScriptedCredentialsProvider
    private let refreshed: ScriptedCredentialsProvider
    private let dates = Mutex<[Date]>([])

    init(_ kept: [Result<Credentials, any Error>], refreshed: [Result<Credentials, any Error>]) {
        self.kept = ScriptedCredentialsProvider(kept)
        self.refreshed = ScriptedCredentialsProvider(refreshed)
    }

    /// How often it was asked for what it has.
    var asked: Int { kept.asked }
    /// What dates it was asked to outlive.
    var outlived: [Date] { dates.withLock { $0 } }

    func credentials() async throws -> Credentials { try await kept.credentials() }

    func credentials(outliving date: Date) async throws -> Credentials {
        dates.withLock { $0.append(date) }
        return try await refreshed.credentials()
    }
}

/// A log handler that keeps its lines.
struct RecordingLogHandler: LogHandler {
    /// The lines, shared by all copies.
    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func append(_ line: String) { lines.withLock { $0.append(line) } }
    }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.append("\(event.level) \(event.message) \(event.metadata ?? [:])")
    }
}
