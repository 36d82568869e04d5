#if PostgresNIOSupport
    import AuroraDSQLPostgresNIO
    import NIOCore
    import Testing

    @Suite struct BackendStreamTests {
        private static func message(_ kind: Character, _ body: [UInt8]) -> [UInt8] {
            let length = UInt32(body.count + 4)
            return Array(String(kind).utf8) + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + body
        }

        private static let rows =
            message("1", []) + message("2", []) + message("T", [0, 1]) + message("D", [0, 1, 2, 3])
        private static let complete = message("C", Array("INSERT 0 1\u{0}".utf8))
        private static let ready = message("Z", Array("I".utf8))
        private static let failed = message("E", Array("SERROR\u{0}C23505\u{0}\u{0}".utf8))
        private static let notice = message("N", Array("SNOTICE\u{0}\u{0}".utf8))

        /// What passes, and what is told, when bytes come in pieces of a size.
        private static func read(_ bytes: [UInt8], by size: Int) -> (passed: [UInt8], events: [BackendStream.Event]) {
            var stream = BackendStream()
            var passed: [UInt8] = []
            var events: [BackendStream.Event] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                let piece = ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)])
                passed += Array(stream.read(piece) { events.append($0) }.readableBytesView)
            }
            return (passed, events)
        }

        @Test(arguments: [1, 2, 3, 5, 7, 11, 64, 1000])
        func `a statement that is done passes as it came, however it was cut`(size: Int) {
            let bytes = Self.rows + Self.complete + Self.notice + Self.ready
            let (passed, events) = Self.read(bytes + bytes, by: size)
            #expect(passed == bytes + bytes)
            let once: [BackendStream.Event] = [
                .commandComplete("INSERT 0 1"), .notice(ByteBuffer(string: "SNOTICE\u{0}\u{0}")),
                .ready(UInt8(ascii: "I")),
            ]
            #expect(events == once + once)
        }

        @Test(arguments: [1, 2, 3, 5, 7, 11, 64, 1000])
        func `an error after the tag takes the tag's place`(size: Int) {
            let bytes = Self.rows + Self.complete + Self.notice + Self.failed + Self.ready
            let (passed, events) = Self.read(bytes + Self.rows, by: size)
            #expect(passed == Self.rows + Self.notice + Self.failed + Self.ready + Self.rows)
            #expect(!events.contains(.commandComplete("INSERT 0 1")))
            #expect(events.last == .ready(UInt8(ascii: "I")))
        }

        @Test func `an error before the tag passes as it came, when the server is ready`() {
            let bytes = Self.ready + Self.message("1", []) + Self.failed + Self.notice + Self.ready
            for size in [1, 4, 1000] { #expect(Self.read(bytes, by: size).passed == bytes) }
            var stream = BackendStream()
            _ = stream.read(ByteBuffer(bytes: Self.ready)) { _ in }
            #expect(stream.read(ByteBuffer(bytes: Self.failed)) { _ in }.readableBytes == 0)
            #expect(stream.end() == ByteBuffer(bytes: Self.failed))
            #expect(stream.end() == nil)
        }

        @Test func `an error that nothing follows passes at once`() {
            let fatal = Self.message("E", Array("VFATAL\u{0}C57P01\u{0}\u{0}".utf8))
            for begin in [[], Self.ready, Self.ready + Self.message("G", [0])] {
                var stream = BackendStream()
                _ = stream.read(ByteBuffer(bytes: begin)) { _ in }
                let message = begin == Self.ready ? fatal : Self.failed
                #expect(stream.read(ByteBuffer(bytes: message)) { _ in } == ByteBuffer(bytes: message))
            }
        }

        @Test func `a tag without an end is lost with its connection`() {
            var stream = BackendStream()
            _ = stream.read(ByteBuffer(bytes: Self.ready + Self.complete)) { _ in }
            #expect(stream.end() == nil)
        }

        @Test func `a tag is held back until the server has said more`() {
            var stream = BackendStream()
            let early = stream.read(ByteBuffer(bytes: Self.rows + Self.complete)) { _ in Issue.record("told too early")
            }
            #expect(Array(early.readableBytesView) == Self.rows)
            let nothing = stream.read(ByteBuffer(bytes: Self.notice)) { _ in Issue.record("told too early") }
            #expect(nothing.readableBytes == 0)
            let late = stream.read(ByteBuffer(bytes: Self.ready)) { _ in }
            #expect(Array(late.readableBytesView) == Self.complete + Self.notice + Self.ready)
        }

        @Test func `the end of an empty statement is held back as well`() {
            let bytes = Self.message("I", []) + Self.failed + Self.ready
            #expect(Self.read(bytes, by: 3).passed == Self.failed + Self.ready)
        }

        @Test func `a row may hold what looks like messages`() {
            let bytes = Self.message("D", Self.complete + Self.failed + Self.ready) + Self.complete + Self.ready
            let (passed, events) = Self.read(bytes, by: 6)
            #expect(passed == bytes)
            #expect(events == [.commandComplete("INSERT 0 1"), .ready(UInt8(ascii: "I"))])
        }

        @Test func `nonsense passes, for PostgresNIO to refuse`() {
            let bytes: [UInt8] = [0x44, 0, 0, 0, 0, 0x58, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0]
            #expect(Self.read(bytes, by: 1).passed == bytes)
        }

        @Test func `key data and authentication are told`() {
            let bytes = Self.message("R", [0, 0, 0, 3]) + Self.message("K", [0, 0, 0, 1, 0, 0, 0, 2])
            let (passed, events) = Self.read(bytes, by: 2)
            #expect(passed == bytes)
            #expect(events == [.authentication(3), .keyData(ByteBuffer(bytes: [0, 0, 0, 1, 0, 0, 0, 2]))])
        }
    }
#endif
