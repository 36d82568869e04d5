import NIOCore
import Synchronization

/// PostgreSQL to client, until PostgreSQL ends or the session is cut.
struct BackendPump: Sendable {
    let state: ClusterState
    let connection: NegotiatedConnection
    let event: ClusterEvent
    let machine: SharedMachine

    init(state: ClusterState, connection: NegotiatedConnection, session: LoginSession) {
        self.state = state
        self.connection = connection
        event = session.event
        machine = SharedMachine(sessionID: session.sessionID)
    }

    private var sessionID: String { event.sessionID ?? "" }

    func run(
        _ answers: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        defer {
            state.leave(sessionID)
            connection.channel.channel.close(promise: nil)
        }
        var reader = BackendReader()
        for try await bytes in answers {
            reader.append(bytes)
            var batch = ByteBuffer()
            while let piece = reader.next() {
                let step = machine.value.withLock { $0.backend(piece, into: &batch) }
                switch step {
                case .nothing: break
                case .loggedIn: accepted()
                case .loginRefused(let error): refused(error)
                // The answers before the cut were for earlier messages; the client gets none of the last.
                case .cut: return
                }
            }
            if batch.readableBytes > 0 { try await output.write(batch) }
        }
    }

    private func accepted() {
        connection.deadline.cancel()
        state.enter(sessionID, connection.channel.channel)
        var event = event
        event.outcome = .accepted
        state.events.record(event)
    }

    private func refused(_ error: ServerError) {
        var event = event
        event.outcome = .refused
        event.reason = error.message
        event.sqlState = error.sqlState
        state.events.record(event)
    }
}
