import NIOCore
import NIOPosix

/// The cluster's door: accepts connections and hands each to a task of its own.
struct Listener: Sendable {
    typealias Doorway = NIOAsyncChannel<EventLoopFuture<NegotiatedConnection>, Never>

    let state: ClusterState
    let contexts: TLSContexts

    /// - Parameter port: 0 for a free one.
    func open(port: Int) async throws(LocalClusterError) -> Doorway {
        let configuration = state.configuration
        do {
            return try await ServerBootstrap(group: state.group)
                .serverChannelOption(.backlog, value: 1_024)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelOption(.socketOption(.so_keepalive), value: 1)
                .bind(host: configuration.listenAddress, port: port) { [state, contexts] channel in
                    state.connections.track(channel)
                    let fault = state.takeFault(Fault.Kind.connection)
                    if let fault {
                        var event = state.event(.fault)
                        event.reason = fault.kind.rawValue
                        state.events.record(event)
                    }
                    let promise = channel.eventLoop.makePromise(of: NegotiatedConnection.self)
                    return channel.eventLoop.makeCompletedFuture {
                        let handler = NegotiationHandler(
                            promise: promise,
                            context: contexts.context(for: fault?.kind),
                            fault: fault?.kind,
                            timeLimit: .seconds(configuration.loginLimitSeconds)
                        )
                        try channel.pipeline.syncOperations.addHandler(handler)
                        return promise.futureResult
                    }
                }
        } catch {
            throw LocalClusterError(
                .listenFailed,
                "\(configuration.listenAddress) port \(port) cannot be listened on.",
                remedy: "Choose another --port, or none for a free one.",
                cause: error
            )
        }
    }

    /// Accepts until the door is closed; the connections end with the task group they are in.
    func accept(_ doorway: Doorway, in group: inout DiscardingTaskGroup) async {
        let server = ConnectionServer(state: state)
        try? await doorway.executeThenClose { connections in
            for try await connection in connections {
                group.addTask { await server.serve(connection) }
            }
        }
    }
}
