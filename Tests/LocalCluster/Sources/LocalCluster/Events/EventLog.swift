package import Foundation
import Synchronization

/// Writes events as they happen: JSON to a file, words to standard error.
package final class EventLog: Sendable {
    private struct Sinks {
        var file: FileHandle?
        var console: FileHandle?
    }

    private let sinks: Mutex<Sinks>

    /// Each line is written in one call, at once, so that another process can follow the file.
    package init(file: FileHandle?, console: FileHandle?) {
        sinks = Mutex(Sinks(file: file, console: console))
    }

    package func record(_ event: ClusterEvent) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(event)).map { $0 + Data([0x0a]) }
        let line = Data((event.line + "\n").utf8)
        sinks.withLock { sinks in
            // A log that cannot be written (a full disk, a closed terminal) must not stop the cluster.
            if let json { try? sinks.file?.write(contentsOf: json) }
            try? sinks.console?.write(contentsOf: line)
        }
    }
}
