import NIOCore
import Synchronization

/// Carries a logged-in session's messages both ways until one side ends it.
struct Relay {
    let state: ClusterState
    let connection: NegotiatedConnection
    let session: LoginSession

    func run(
        _ startup: StartupMessage,
        _ reader: inout LoginReader,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        let postgres: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            postgres = try await OwnerConnection.connect(socket: state.postgresSocket, group: state.group)
        } catch {
            throw ServerError(
                .fatal,
                "08006",
                "unable to accept connection, cluster is not available",
                detail: session.detail
            )
        }
        let backend = BackendPump(state: state, connection: connection, session: session)
        try await postgres.executeThenClose { answers, requests in
            var packet = ByteBuffer()
            startup.encode(into: &packet)
            try await requests.write(packet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await backend.run(answers, output)
                }
                defer { postgres.channel.close(promise: nil) }
                do {
                    try await pump(&reader, backend.machine, requests)
                } catch let violation as ProtocolViolation {
                    try await refuse(violation, output)
                }
            }
        }
    }

    /// Client to PostgreSQL, until the client ends or is cut off.
    private func pump(
        _ reader: inout LoginReader,
        _ machine: borrowing SharedMachine,
        _ requests: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        var messages = FrontendReader()
        while let bytes = try await reader.nextBytes() {
            messages.append(bytes)
            var batch = ByteBuffer()
            while let (type, message) = try messages.next() {
                let step = machine.value.withLock {
                    $0.frontend(type: type, message: message) { state.takeFault($0) }
                }
                record(step)
                switch step.action {
                case .forward(let buffer):
                    if batch.readableBytes == 0 { batch = buffer } else { batch.writeImmutableBuffer(buffer) }
                case .cut:
                    connection.channel.channel.close(promise: nil)
                    return
                }
            }
            if batch.readableBytes > 0 { try await requests.write(batch) }
        }
    }

    /// Tells a client that broke the protocol why its session ends.
    private func refuse(
        _ violation: ProtocolViolation,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        let error = ServerError(.fatal, "08P01", violation.message, detail: session.detail)
        var event = state.event(.statement)
        event.outcome = .refused
        event.reason = error.message
        event.sqlState = error.sqlState
        event.user = session.event.user
        event.sessionID = session.sessionID
        state.events.record(event)
        var buffer = ByteBuffer()
        error.encode(into: &buffer)
        try await output.write(buffer)
    }

    private func record(_ step: SessionMachine.FrontendStep) {
        if let fault = step.fault { session.note(fault) }
        for refusal in step.refusals {
            var event = state.event(.statement)
            event.outcome = .refused
            event.reason = refusal.error.message
            event.sqlState = refusal.error.sqlState
            event.user = session.event.user
            event.sessionID = session.sessionID
            state.events.record(event)
        }
    }
}

/// The machine that both directions of a session consult.
final class SharedMachine: Sendable {
    let value: Mutex<SessionMachine>

    init(sessionID: String) { value = Mutex(SessionMachine(sessionID: sessionID)) }
}
