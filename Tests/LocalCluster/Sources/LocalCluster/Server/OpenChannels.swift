import NIOCore
import Synchronization

/// The channels that are open, so that they can all be closed.
final class OpenChannels: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())

    func track(_ channel: any Channel) {
        let identifier = ObjectIdentifier(channel)
        let isStopping = state.withLock { state in
            state.channels[identifier] = channel
            return state.isStopping
        }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { _ = $0.channels.removeValue(forKey: identifier) }
        }
        // Accepted while the door was closing.
        if isStopping { channel.close(promise: nil) }
    }

    /// Closes all of them; returns how many there were.
    @discardableResult
    func closeAll() -> Int {
        let channels = state.withLock { Array($0.channels.values) }
        for channel in channels { channel.close(promise: nil) }
        return channels.count
    }

    /// Closes all of them, and each that may still come.
    func stop() {
        state.withLock { $0.isStopping = true }
        closeAll()
    }
}
