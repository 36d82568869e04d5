import NIOCore

/// Decides about one login: from the startup packet to the token's verdict.
struct LoginSession {
    let state: ClusterState
    let tls: TLSFacts
    let sessionID: String
    var event: ClusterEvent

    init(state: ClusterState, tls: TLSFacts) {
        self.state = state
        self.tls = tls
        sessionID = RandomText.base32(26)
        event = state.event(.login)
        event.tls = tls.way.rawValue
        event.tlsVersion = tls.version
        event.sni = tls.serverName
        event.alpn = tls.applicationProtocol
        event.sessionID = sessionID
    }

    var detail: String { "Session Id: \(sessionID)" }

    /// Whether the TLS connection itself is as the cluster wants it, told once the client can listen.
    func checkTLS() throws(ServerError) -> String {
        guard let name = tls.serverName else { throw ConnectRefusal.noServerName(detail: detail) }
        guard state.configuration.names.contains(name) else {
            throw ConnectRefusal.unknownServerName(name.lowercased(), detail: detail)
        }
        if tls.way == .direct, tls.applicationProtocol != "postgresql" {
            throw ServerError(
                .fatal,
                "08P01",
                "received direct SSL connection request without ALPN protocol negotiation extension",
                detail: detail
            )
        }
        return name
    }

    /// The startup packet to send to PostgreSQL, once everything about this login is as it should be.
    mutating func login(
        _ message: StartupMessage,
        _ reader: inout LoginReader,
        _ output: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws -> StartupMessage {
        event.user = message.parameters["user"]
        event.database = message.parameters["database"]
        event.applicationName = message.parameters["application_name"]
        let serverName = try checkTLS()
        let startup = try StartupPolicy.admit(message)
        let user = startup.parameters["user", default: ""]
        event.database = startup.parameters["database"]

        try await output.write(Self.passwordRequest(message))
        let token = try await reader.password()
        if let slow = state.takeFault([.slowLogin]) {
            note(slow)
            try await Task.sleep(for: .seconds(slow.seconds))
        }
        let verifier = state.currentVerifier
        let now = state.now()
        do throws(TokenRefusal) {
            let parsed = try verifier.verify(token, user: user, serverName: serverName, now: now)
            event.action = parsed.action
            event.accessKeyID = parsed.accessKeyID
        } catch {
            throw ConnectRefusal.accessDenied(hint: error.hint, detail: detail)
        }
        if let fault = state.takeFault(Fault.Kind.login) {
            note(fault)
            throw refusal(fault, now: now)
        }
        guard startup.parameters["database"] == "postgres" else {
            let name = startup.parameters["database", default: ""]
            throw ServerError(.fatal, "3D000", "database \"\(name)\" does not exist", detail: detail)
        }
        guard user != PrivatePostgres.superuser else {
            throw ServerError(.fatal, "28000", "role \"\(user)\" does not exist", detail: detail)
        }
        return startup
    }

    func note(_ fault: Fault) {
        var event = state.event(.fault)
        event.reason = fault.kind.rawValue
        event.sessionID = sessionID
        state.events.record(event)
    }

    private func refusal(_ fault: Fault, now: SigningTime) -> ServerError {
        switch fault.kind {
        case .tooManyConnections: ConnectRefusal.tooManyConnections(detail: detail)
        case .rateExceeded: ConnectRefusal.rateExceeded(detail: detail)
        case .wakingUp: ConnectRefusal.wakingUp(detail: detail)
        default:
            ConnectRefusal.accessDenied(
                hint: "Signature expired: \(now.advanced(by: -1)) is now earlier than \(now)",
                detail: detail
            )
        }
    }

    /// AuthenticationCleartextPassword, after NegotiateProtocolVersion where the client asks for more than 3.0.
    private static func passwordRequest(_ message: StartupMessage) -> ByteBuffer {
        var buffer = ByteBuffer()
        if message.minorVersion > 0 || !message.protocolOptions.isEmpty {
            var body = ByteBuffer()
            body.writeMultipleIntegers(Int32(3) << 16, Int32(message.protocolOptions.count))
            for name in message.protocolOptions { body.writeNullTerminatedString(name) }
            buffer.writeMultipleIntegers(UInt8(ascii: "v"), Int32(body.readableBytes + 4))
            buffer.writeBuffer(&body)
        }
        buffer.writeMultipleIntegers(UInt8(ascii: "R"), Int32(8), Int32(3))
        return buffer
    }
}
