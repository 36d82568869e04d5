import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A stand-in for an Aurora DSQL cluster: PostgreSQL behind a door that behaves like the service's.
///
/// ```swift
/// let cluster = try await Cluster.start(configuration, binaries: binaries, temporaryDirectory: nil, events: log)
/// print(cluster.port)
/// await cluster.run()
/// ```
package final class Cluster: Sendable {
    let state: ClusterState
    private let postgres: PrivatePostgres
    private let listener: Listener
    private let control: ControlServer
    private let doorway: Mutex<Listener.Doorway>
    private let restarts: AsyncStream<Listener.Doorway>
    private let restart: AsyncStream<Listener.Doorway>.Continuation
    /// The port that is listened on.
    package let port: Int

    private init(
        state: ClusterState,
        postgres: PrivatePostgres,
        listener: Listener,
        control: ControlServer,
        doorway: Listener.Doorway
    ) {
        self.control = control
        self.state = state
        self.postgres = postgres
        self.listener = listener
        self.doorway = Mutex(doorway)
        port = doorway.channel.localAddress?.port ?? 0
        (restarts, restart) = AsyncStream.makeStream(of: Listener.Doorway.self)
        restart.yield(doorway)
    }

    /// The folder with PostgreSQL, the CA certificate and the control socket.
    package var folder: ClusterFolder { postgres.folder }

    /// Starts PostgreSQL and listens; connections are served once ``run()`` is called.
    package static func start(
        _ configuration: ClusterConfiguration,
        binaries: PostgresBinaries,
        temporaryDirectory: String?,
        events: EventLog
    ) async throws -> Cluster {
        let postgres = try PrivatePostgres.start(binaries: binaries, temporaryDirectory: temporaryDirectory)
        do {
            return try await start(configuration, postgres: postgres, events: events)
        } catch {
            postgres.stop()
            await postgres.untilExit()
            throw error
        }
    }

    private static func start(
        _ configuration: ClusterConfiguration,
        postgres: PrivatePostgres,
        events: EventLog
    ) async throws -> Cluster {
        let group = MultiThreadedEventLoopGroup.singleton
        let state = ClusterState(
            configuration: configuration,
            postgresSocket: postgres.folder.postgresSocket,
            events: events,
            group: group
        )
        // The host's own clock: a certificate is checked against the client's, which no offset moves.
        let now = SigningTime(secondsSince1970: Int64(Date().timeIntervalSince1970))
        let authority = try CertificateAuthority(commonName: "dsql-local \(configuration.clusterID)", now: now)
        try Data(authority.certificatePEM.utf8).write(to: URL(filePath: postgres.folder.certificateFile))
        let contexts = try TLSContexts(authority: authority, names: configuration.names, now: now)

        try await postgres.prepare(roles: configuration.roles, group: group)
        let listener = Listener(state: state, contexts: contexts)
        let doorway = try await listener.open(port: configuration.port)
        let control = try await ControlServer.open(postgres.folder.controlSocket, group: group)
        return Cluster(state: state, postgres: postgres, listener: listener, control: control, doorway: doorway)
    }

    /// Serves until the task is cancelled; then, or when PostgreSQL dies, everything is closed and removed.
    ///
    /// Throws ``LocalClusterError`` when PostgreSQL ended without having been asked to.
    package func run() async throws {
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await self.serve() }
                tasks.addTask { await self.control.run(self) }
                tasks.addTask {
                    defer { self.stop() }
                    if let error = await self.postgres.untilExit() { throw error }
                }
                try await tasks.waitForAll()
            }
        } onCancel: {
            stop()
        }
    }

    /// Closes the door and all connections, and has PostgreSQL stopped.
    package func stop() {
        restart.finish()
        doorway.withLock { $0.channel.close(promise: nil) }
        control.stop()
        state.connections.stop()
        postgres.stop()
    }

    private func serve() async {
        await withDiscardingTaskGroup { group in
            for await doorway in restarts {
                await listener.accept(doorway, in: &group)
            }
        }
    }

    /// Closes the door and opens it again on the same port; connections that are open stay.
    func restartListener() async throws {
        let old = doorway.withLock { $0 }
        try await old.channel.close()
        let new = try await listener.open(port: port)
        doorway.withLock { $0 = new }
        restart.yield(new)
    }
}
