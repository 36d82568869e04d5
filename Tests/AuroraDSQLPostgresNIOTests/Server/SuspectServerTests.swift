#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import TestSupport
    import Testing

    /// Servers that are not what they should be get no password.
    @Suite struct SuspectServerTests {
        private static func refusal(
            _ server: ScriptedServer,
            _ negotiation: PostgresNIOOptions.TLSNegotiation
        ) async throws -> DSQLError? {
            defer { server.stop() }
            var options = PostgresNIOOptions()
            options.tlsNegotiation = negotiation
            let cluster = try await server.cluster()
            return await #expect(throws: DSQLError.self) { _ = try await cluster.connect(options) }
        }

        @Test(arguments: [
            ("N", "does not offer TLS"), ("E", "does not offer TLS"), ("SE", "in clear"), ("S\u{16}", "in clear"),
        ])
        func `nothing but yes is taken in clear`(answer: String, words: String) async throws {
            let server = try await ScriptedServer(clear: Array(answer.utf8))
            let error = try await Self.refusal(server, .sslRequest)
            #expect(error?.code == .tlsFailed)
            #expect(error?.message.contains(words) == true)
        }

        @Test func `yes is followed by TLS`() async throws {
            // The server's answer within TLS is its refusal.
            let refusal = ScriptedServer.message("R", [0, 0, 0, 5, 1, 2, 3, 4])
            let server = try await ScriptedServer(clear: Array("S".utf8), answering: [refusal])
            let error = try await Self.refusal(server, .sslRequest)
            #expect(error?.code == .connectionFailed)
        }

        @Test(arguments: [[], ["http/1.1"]])
        func `direct TLS without the protocol's name is refused`(protocols: [String]) async throws {
            let server = try await ScriptedServer(protocols: protocols)
            let error = try await Self.refusal(server, .direct)
            #expect(error?.code == .tlsFailed)
        }

        @Test(
            arguments: [
                ([0, 0, 0, 5, 1, 2, 3, 4], "kind 5"), ([0, 0, 0, 10, 0], "kind 10"),
                ([0, 0, 0, 0], "not ask for the password"),
            ] as [([UInt8], String)]
        )
        func `the password is only sent when it is asked for in clear`(body: [UInt8], words: String) async throws {
            let server = try await ScriptedServer(answering: [ScriptedServer.message("R", body)])
            let error = try await Self.refusal(server, .direct)
            #expect(error?.code == .connectionFailed)
            #expect(error?.message.contains(words) == true)
        }

        @Test func `a server that hangs up during the handshake is unreachable`() async throws {
            let relay = try TestRelay(to: 1)
            defer { relay.cut() }
            var cluster = try await TestCluster.shared()
            cluster.port = relay.port
            let task = Task { [cluster] in try await cluster.connect() }
            try await Task.sleep(for: .milliseconds(100))
            relay.cut()
            let error = await #expect(throws: DSQLError.self) { _ = try await task.value }
            #expect(error?.code == .unreachable)
        }
    }
#endif
