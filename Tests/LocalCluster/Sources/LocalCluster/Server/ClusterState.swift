import Foundation
import NIOCore
import Synchronization

/// What all connections of a cluster share.
final class ClusterState: Sendable {
    let configuration: ClusterConfiguration
    let postgresSocket: String
    let events: EventLog
    let group: any EventLoopGroup
    private let verifier: Mutex<TokenVerifier>
    private let faults = Mutex(FaultState())
    /// Every connection, logged in or not.
    let connections = OpenChannels()
    private let sessions = Mutex<Set<String>>([])
    private let connectionLife = Mutex<TimeAmount?>(nil)

    init(
        configuration: ClusterConfiguration,
        postgresSocket: String,
        events: EventLog,
        group: any EventLoopGroup
    ) {
        self.configuration = configuration
        self.postgresSocket = postgresSocket
        self.events = events
        self.group = group
        verifier = Mutex(
            TokenVerifier(
                keys: configuration.keys,
                region: configuration.region,
                clusterID: configuration.clusterID,
                deniedActions: configuration.deniedActions
            )
        )
    }

    func now() -> SigningTime {
        let seconds = Int64(Date().timeIntervalSince1970.rounded(.down))
        return SigningTime(secondsSince1970: seconds + configuration.clockOffsetSeconds)
    }

    // MARK: Tokens

    var currentVerifier: TokenVerifier { verifier.withLock { $0 } }

    func replaceKeys(_ keys: [AccessKey]) { verifier.withLock { $0.keys = keys } }

    // MARK: Faults

    func takeFault(_ kinds: Set<Fault.Kind>) -> Fault? { faults.withLock { $0.take(kinds) } }

    func withFaults<Result>(_ body: (inout FaultState) -> Result) -> Result {
        faults.withLock { state in body(&state) }
    }

    // MARK: Connections and sessions

    var sessionCount: Int { sessions.withLock(\.count) }

    func setConnectionLife(_ life: TimeAmount?) { connectionLife.withLock { $0 = life } }

    /// Enters a session that has logged in; its life, if limited, begins now.
    func enter(_ sessionID: String, _ channel: any Channel) {
        sessions.withLock { _ = $0.insert(sessionID) }
        if let life = connectionLife.withLock({ $0 }) {
            let end = channel.eventLoop.scheduleTask(in: life) { channel.close(promise: nil) }
            channel.closeFuture.whenComplete { _ in end.cancel() }
        }
    }

    func leave(_ sessionID: String) { sessions.withLock { _ = $0.remove(sessionID) } }

    // MARK: Events

    func event(_ name: ClusterEvent.Name) -> ClusterEvent { ClusterEvent(name, time: now()) }
}
