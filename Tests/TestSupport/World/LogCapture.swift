package import Logging
import Synchronization

/// Keeps every log line, with its metadata.
package final class LogCapture: Sendable {
    private let kept = Mutex<[String]>([])

    /// Creates an empty capture.
    package init() {}

    /// The lines so far: level, message, metadata.
    package var lines: [String] { kept.withLock { $0 } }

    /// A logger that writes here, at every level.
    package var logger: Logger {
        Logger(label: "capture") { _ in Handler(capture: self) }
    }

    private struct Handler: LogHandler {
        let capture: LogCapture
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            capture.kept.withLock { $0.append("\(event.level) \(event.message) \(all)") }
        }
    }
}
