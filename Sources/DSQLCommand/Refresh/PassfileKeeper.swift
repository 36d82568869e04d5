import AuroraDSQLCredentials
import FoundationEssentials
import Synchronization

/// Keeps a passfile fresh, on a thread of its own, for as long as the process lives.
final class PassfileKeeper: Sendable {
    private let settings: ConnectionSettings
    private let folder: PassfileFolder
    private let schedule: Mutex<RefreshSchedule>

    /// Writes the first token.
    init(_ settings: ConnectionSettings, token: AuthToken, folder: PassfileFolder) throws {
        self.settings = settings
        self.folder = folder
        schedule = Mutex(RefreshSchedule(try RefreshSchedule.Life(token)))
        let line = try TokenText(settings: settings, token: token).passfileLine()
        do {
            try folder.write(line)
        } catch {
            throw CommandFailure(.fault, "The passfile cannot be written: \(error.text).", remedy: "Set TMPDIR.")
        }
    }

    /// Starts the thread.
    func start() throws(CommandFailure) {
        guard DetachedThread.start({ self.keep() }) else {
            throw CommandFailure(.fault, "The system has no thread left to renew the token with.")
        }
    }

    private func keep() {
        while true {
            let wait = schedule.withLock { $0.wait(at: Date()) }
            if wait > 0 { POSIX.sleep(seconds: wait) } else { renew() }
        }
    }

    private func renew() {
        let words: String?
        do {
            let token = try TokenSource(settings).renew()
            let life = try RefreshSchedule.Life(token)
            try folder.write(try TokenText(settings: settings, token: token).passfileLine())
            words = schedule.withLock { $0.renewed(life) }
        } catch {
            words = schedule.withLock { $0.failed(Self.reason(error), at: Date()) }
        }
        if let words { StandardError.say(words) }
    }

    private static func reason(_ error: any Error) -> String {
        guard let failure = error as? POSIX.Failure else { return StandardError.text(of: error) }
        return "The passfile cannot be written: \(failure.text)."
    }
}
