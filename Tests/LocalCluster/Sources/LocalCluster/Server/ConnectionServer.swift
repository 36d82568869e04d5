import NIOCore

/// Serves one connection from its handshake to its end.
struct ConnectionServer: Sendable {
    let state: ClusterState

    func serve(_ negotiation: EventLoopFuture<NegotiatedConnection>) async {
        let connection: NegotiatedConnection
        do {
            connection = try await negotiation.get()
        } catch {
            var event = state.event(.connection)
            event.outcome = .refused
            event.reason = (error as? NegotiationFailure)?.reason ?? String(describing: error)
            state.events.record(event)
            return
        }
        var session = LoginSession(state: state, tls: connection.tls)
        // The peer may vanish at any moment; that ends the connection and concerns nobody else.
        try? await connection.channel.executeThenClose { input, output in
            var reader = LoginReader(input.makeAsyncIterator())
            do {
                try await run(&session, connection, &reader, output)
            } catch let error as ServerError {
                await refuse(session, error, output)
            } catch let error as ProtocolViolation {
                await refuse(session, ServerError(.fatal, "08P01", error.message, detail: session.detail), output)
            }
        }
        connection.deadline.cancel()
    }

    private func run(
        _ session: inout LoginSession,
        _ connection: NegotiatedConnection,
        _ reader: inout LoginReader,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        switch try await reader.firstPacket() {
        case .sslRequest, .gssEncryptionRequest:
            throw ProtocolViolation("encryption was requested on an encrypted connection")
        case .cancel(let key):
            try await cancel(key, session)
        case .startup(let message):
            let startup = try await session.login(message, &reader, output)
            try await Relay(state: state, connection: connection, session: session)
                .run(startup, &reader, output)
        }
    }

    /// Hands a cancel request on; PostgreSQL answers it by closing, and so does the cluster.
    private func cancel(_ key: CancelKey, _ session: LoginSession) async throws {
        var event = state.event(.cancel)
        event.tls = session.tls.way.rawValue
        event.sni = session.tls.serverName
        event.alpn = session.tls.applicationProtocol
        event.outcome = .accepted
        do throws(ServerError) {
            _ = try session.checkTLS()
        } catch {
            event.outcome = .refused
            event.reason = error.message
            state.events.record(event)
            return
        }
        state.events.record(event)
        let channel = try await OwnerConnection.connect(socket: state.postgresSocket, group: state.group)
        try await channel.executeThenClose { input, output in
            var request = ByteBuffer()
            key.encode(into: &request)
            try await output.write(request)
            for try await _ in input {}
        }
    }

    private func refuse(
        _ session: LoginSession,
        _ error: ServerError,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async {
        var event = session.event
        event.outcome = .refused
        event.reason = error.message
        event.sqlState = error.sqlState
        event.hint = error.hint
        state.events.record(event)
        var buffer = ByteBuffer()
        error.encode(into: &buffer)
        try? await output.write(buffer)
    }
}
