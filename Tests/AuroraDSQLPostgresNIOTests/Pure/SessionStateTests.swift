#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLPostgresNIO
    import NIOCore
    import Testing

    @Suite struct SessionStateTests {
        private static func state(after events: [BackendStream.Event]) -> SessionState {
            var state = SessionState()
            for event in events { state.note(event) }
            return state
        }

        @Test func `a login with a password comes to rest`() {
            let state = Self.state(after: [.authentication(3), .authentication(0), .ready(UInt8(ascii: "I"))])
            #expect(state.refusal == nil)
            #expect(state.transactionStatus == .idle)
            #expect(state.isAtRest)
        }

        @Test(arguments: [5, 7, 9, 10] as [UInt32])
        func `no other authentication is answered`(code: UInt32) {
            #expect(Self.state(after: [.authentication(code)]).refusal == .otherAuthentication(code))
            #expect(
                Self.state(after: [.authentication(3), .authentication(code)]).refusal == .otherAuthentication(code)
            )
        }

        @Test func `a server that asks for no password, or for one twice, is refused`() {
            #expect(Self.state(after: [.authentication(0)]).refusal == .noPassword)
            #expect(Self.state(after: [.authentication(3), .authentication(3)]).refusal == .otherAuthentication(3))
            let late: [BackendStream.Event] = [
                .authentication(3), .authentication(0), .ready(0x49), .authentication(3),
            ]
            #expect(Self.state(after: late).refusal == .otherAuthentication(3))
        }

        @Test(
            arguments: [
                ("I", .idle), ("T", .inTransaction), ("E", .failed), ("?", .unknown),
            ] as [(Character, PostgresTransactionStatus)]
        )
        func `the status is what the server said last`(letter: Character, status: PostgresTransactionStatus) {
            var state = Self.state(after: [.ready(letter.asciiValue ?? 0)])
            #expect(state.transactionStatus == status)
            state.sent()
            #expect(state.transactionStatus == .unknown)
            #expect(!state.isAtRest)
        }

        @Test func `the tag is the last statement's`() {
            var state = Self.state(after: [.commandComplete("INSERT 0 1"), .ready(UInt8(ascii: "I"))])
            #expect(state.commandTag == "INSERT 0 1")
            state.note(.emptyQuery)
            #expect(state.commandTag == nil)
        }
    }
#endif
