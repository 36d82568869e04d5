import Foundation
import LocalCluster
import Synchronization

/// One run of the tool: start, serve, stop.
struct ClusterRun: Sendable {
    let options: DSQLLocal

    /// How long a command may take to end once its end is wanted.
    private static let grace = Duration.seconds(10)

    private enum Turn: Sendable {
        case stop
        case finished(Int32)
    }

    /// Returns the exit status.
    func run() async throws -> Int32 {
        // Ctrl-C in a terminal reaches the command as well, and that decides what it means.
        let signals: [Int32] = options.command.isEmpty ? [SIGTERM, SIGINT, SIGHUP] : [SIGTERM, SIGHUP]
        if !options.command.isEmpty { signal(SIGINT, SIG_IGN) }
        let stop = StopSignals(signals: signals, endOfFileOn: options.stopOnEOF)
        let reasons = stop.reasons
        let command = RunningCommand()
        let status = try await withThrowingTaskGroup(of: Turn.self) { group in
            group.addTask { await wait(for: reasons, command) }
            group.addTask { .finished(try await live(command)) }
            var status: Int32 = 0
            do {
                while let turn = try await group.next() {
                    if case .finished(let code) = turn { status = code }
                    group.cancelAll()
                }
            } catch is CancellationError {
                // Stopped before it was up; all is gone already.
                group.cancelAll()
            }
            return status
        }
        _ = consume stop
        return status
    }

    /// Ends when the cluster is to stop; a running command is told instead, and its end is the cluster's.
    private func wait(for reasons: AsyncStream<StopReason>, _ command: RunningCommand) async -> Turn {
        for await reason in reasons {
            guard let process = command.process else { return .stop }
            switch reason {
            case .signal(let number):
                process.send(number)
            case .parentEnded:
                process.send(SIGTERM)
                try? await Task.sleep(for: Self.grace)
                process.send(SIGKILL)
            }
        }
        return .stop
    }

    private func live(_ command: RunningCommand) async throws -> Int32 {
        let key = AccessKey(options)
        let cluster = try await Cluster.start(
            options.configuration(key),
            binaries: PostgresBinaries.find(explicit: options.pgBin, path: environment["PATH"]),
            temporaryDirectory: environment["TMPDIR"],
            events: try options.eventLog()
        )
        let settings = ClientSettings(cluster: cluster, options: options, key: key)
        guard !options.command.isEmpty else {
            try FileHandle.standardOutput.write(contentsOf: Data((settings.shellText + "\n").utf8))
            try await cluster.run()
            return 0
        }
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                defer { command.process?.send(SIGTERM) }
                try await cluster.run()
                return nil
            }
            do {
                let process = try settings.spawn(options.command)
                command.process = process
                let status = await process.status().exitCode
                group.cancelAll()
                try await group.waitForAll()
                return status
            } catch {
                group.cancelAll()
                throw error
            }
        }
    }

    private var environment: [String: String] { ProcessInfo.processInfo.environment }
}

/// The command that runs against the cluster, once there is one.
final class RunningCommand: Sendable {
    private let state = Mutex<ProcessMonitor?>(nil)

    var process: ProcessMonitor? {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
