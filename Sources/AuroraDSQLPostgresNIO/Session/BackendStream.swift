#if PostgresNIOSupport
    import AuroraDSQL
    package import NIOCore

    /// The server's messages, found in the bytes that pass to PostgresNIO, and the end of a statement held back until it is
    /// certain.
    ///
    /// In the extended protocol a single statement is committed only after its CommandComplete, when the server comes to
    /// Sync. PostgresNIO takes CommandComplete for success, and an ErrorResponse after it for a fault of the server. So
    /// CommandComplete waits here: before ReadyForQuery it passes; before an ErrorResponse it is dropped, and PostgresNIO
    /// fails the statement with what the server said. An ErrorResponse waits as well, so that whoever is told finds the
    /// session ready; unless none will follow, as in a login, or PostgresNIO must answer it first, as in a COPY.
    ///
    /// Source: "Extended Query" and "Message Formats" in the PostgreSQL documentation.
    package struct BackendStream: Sendable {
        /// What a message says that the driver wants to know.
        package enum Event: Sendable, Hashable {
            case authentication(UInt32)
            case keyData(ByteBuffer)
            case commandComplete(String)
            case emptyQuery
            case notice(ByteBuffer)
            case ready(UInt8)
        }

        private enum Kind {
            static let authentication = UInt8(ascii: "R")
            static let keyData = UInt8(ascii: "K")
            static let commandComplete = UInt8(ascii: "C")
            static let emptyQuery = UInt8(ascii: "I")
            static let notice = UInt8(ascii: "N")
            static let ready = UInt8(ascii: "Z")
            static let error = UInt8(ascii: "E")
            static let copyIn = UInt8(ascii: "G")
        }

        private enum Fate { case passes, isDropped, isOpen }

        private static let headerLength = 5

        /// What has come and may not pass yet.
        private var kept: ByteBuffer?
        /// How much of a message of no interest is still to come.
        private var unread = 0
        private var isLoggedIn = false
        private var isCopying = false

        /// Begins with the first message.
        package init() {}

        /// Takes what has come and gives back what may pass.
        ///
        /// - Parameters:
        ///   - bytes: What has come.
        ///   - note: Told of each message of interest that passes, before it passes.
        package mutating func read(_ bytes: ByteBuffer, _ note: (Event) -> Void) -> ByteBuffer {
            var input = bytes
            // Taken out, so that the buffer grows in place.
            if var whole = kept.take() {
                whole.writeImmutableBuffer(bytes)
                input = whole
            }
            var passed: ByteBuffer?
            var begin = input.readerIndex
            var index = begin
            scan: while index < input.writerIndex {
                if unread > 0 {
                    let count = min(unread, input.writerIndex - index)
                    unread -= count
                    index += count
                    continue
                }
                guard let (kind, length) = Self.header(at: index, in: input) else { break }
                guard Self.isRead(kind) else {
                    unread = length
                    continue
                }
                guard index + length <= input.writerIndex else { break }
                switch fate(of: kind, at: index, length, in: input) {
                case .passes: break
                case .isOpen: break scan
                case .isDropped:
                    // The error passes without the tag that came before it.
                    passed = Self.joined(passed, input, begin..<index)
                    index += length
                    begin = index
                    continue
                }
                if kind == Kind.copyIn { isCopying = true }
                if kind == Kind.ready {
                    isCopying = false
                    isLoggedIn = true
                }
                Self.tell(kind, at: index, length, in: input, note)
                index += length
            }
            if index < input.writerIndex { kept = input.getSlice(at: index, length: input.writerIndex - index) }
            return Self.joined(passed, input, begin..<index)
        }

        private static func isRead(_ kind: UInt8) -> Bool {
            switch kind {
            case Kind.authentication, Kind.keyData, Kind.commandComplete, Kind.emptyQuery, Kind.notice: true
            case Kind.ready, Kind.error, Kind.copyIn: true
            default: false
            }
        }

        /// The kind of a message and its whole length; a length that cannot be counts as the header alone.
        private static func header(at index: Int, in input: ByteBuffer) -> (kind: UInt8, length: Int)? {
            guard
                index + headerLength <= input.writerIndex,
                let kind = input.getInteger(at: index, as: UInt8.self),
                let length = input.getInteger(at: index + 1, as: UInt32.self)
            else { return nil }
            return (kind, max(Int(length) + 1, headerLength))
        }

        /// What becomes of a message, which may depend on those that follow it.
        private func fate(of kind: UInt8, at index: Int, _ length: Int, in input: ByteBuffer) -> Fate {
            switch kind {
            case Kind.commandComplete, Kind.emptyQuery:
                switch Self.verdict(in: input, after: index + length) {
                case Kind.ready?: .passes
                case Kind.error?: .isDropped
                default: .isOpen
                }
            case Kind.error:
                if !isLoggedIn || isCopying || Self.isFatal(at: index, length, in: input) {
                    .passes
                } else {
                    Self.verdict(in: input, after: index + length) == nil ? .isOpen : .passes
                }
            default: .passes
            }
        }

        /// The next message that ends a statement.
        private static func verdict(in input: ByteBuffer, after start: Int) -> UInt8? {
            var index = start
            while let (kind, length) = header(at: index, in: input) {
                if kind == Kind.ready || kind == Kind.error { return kind }
                index += length
            }
            return nil
        }

        /// Whether the server ends the session with an error.
        private static func isFatal(at index: Int, _ length: Int, in input: ByteBuffer) -> Bool {
            guard let body = input.getSlice(at: index + headerLength, length: length - headerLength) else {
                return false
            }
            return PostgresServerError(fields: MessageFields.read(body)).isFatal
        }

        /// What may pass when nothing more will come: an error that waited for the server to go on.
        package mutating func end() -> ByteBuffer? {
            defer { kept = nil }
            guard let kept, let (kind, length) = Self.header(at: kept.readerIndex, in: kept), kind == Kind.error else {
                return nil
            }
            return kept.getSlice(at: kept.readerIndex, length: length)
        }

        private static func tell(
            _ kind: UInt8,
            at index: Int,
            _ length: Int,
            in input: ByteBuffer,
            _ note: (Event) -> Void
        ) {
            guard var body = input.getSlice(at: index + headerLength, length: length - headerLength) else { return }
            switch kind {
            case Kind.authentication: body.readInteger(as: UInt32.self).map { note(.authentication($0)) }
            case Kind.keyData: note(.keyData(body))
            case Kind.commandComplete: note(.commandComplete(body.readNullTerminatedString() ?? ""))
            case Kind.emptyQuery: note(.emptyQuery)
            case Kind.notice: note(.notice(body))
            case Kind.ready: body.readInteger(as: UInt8.self).map { note(.ready($0)) }
            default: break
            }
        }

        private static func joined(_ first: ByteBuffer?, _ input: ByteBuffer, _ range: Range<Int>) -> ByteBuffer {
            let isWhole = range.lowerBound == input.readerIndex && range.upperBound == input.writerIndex
            let rest = isWhole ? input : input.getSlice(at: range.lowerBound, length: range.count) ?? ByteBuffer()
            guard var first else { return rest }
            first.writeImmutableBuffer(rest)
            return first
        }
    }
#endif
