import NIOCore

/// Takes out of PostgreSQL's answers what belongs to messages the client never sent.
///
/// While something is armed, the answers that could be such ones are held back until the next error or the end of
/// the injected statement tells which of them they were.
struct ReplyEditor: Sendable {
    enum Purpose: Sendable, Equatable {
        /// ROLLBACK stands in the place of COMMIT, and an error follows it.
        case conflictAtCommit(isExtended: Bool)
        /// A sleep stands before the statement.
        case hang(isExtended: Bool)
        case cutAfterCommit
    }

    private var purpose: Purpose?
    /// How many ReadyForQuery come first that belong to what was sent before.
    private var earlier = 0
    private var held: [(type: UInt8, message: ByteBuffer)] = []

    mutating func arm(_ purpose: Purpose, after outstanding: Int) {
        self.purpose = purpose
        earlier = outstanding
    }

    /// Handles ParseComplete, BindComplete or CommandComplete; true means that the connection is to be cut now.
    mutating func complete(_ type: UInt8, _ message: ByteBuffer, into output: inout ByteBuffer) -> Bool {
        let isCommand = type == UInt8(ascii: "C")
        switch purpose {
        case .cutAfterCommit? where earlier == 0 && isCommand && Self.tag(message) == "COMMIT":
            return true
        case .hang(let isExtended)? where earlier == 0 && isCommand && Self.tag(message) == "DO":
            if isExtended { dropLast("2", "1") }
            purpose = nil
            release(into: &output)
        case .hang? where earlier == 0, .conflictAtCommit? where earlier == 0:
            held.append((type, message))
        default:
            release(into: &output)
            output.writeImmutableBuffer(message)
        }
        return false
    }

    /// Announces an error; `isInjected` when it is one that the relay brought about.
    mutating func error(isInjected: Bool, into output: inout ByteBuffer) {
        if earlier == 0 {
            switch purpose {
            case .conflictAtCommit(let isExtended)? where isInjected:
                dropLast("C")
                if isExtended { dropLast("2", "1") }
            case .hang(isExtended: true)?: dropLast("2", "1")
            default: break
            }
            purpose = nil
        }
        release(into: &output)
    }

    mutating func readyForQuery(into output: inout ByteBuffer) {
        release(into: &output)
        if earlier > 0 { earlier -= 1 } else { purpose = nil }
    }

    mutating func release(into output: inout ByteBuffer) {
        guard !held.isEmpty else { return }
        for entry in held { output.writeImmutableBuffer(entry.message) }
        held.removeAll()
    }

    private mutating func dropLast(_ types: Unicode.Scalar...) {
        for type in types {
            if let index = held.lastIndex(where: { $0.type == UInt8(ascii: type) }) { held.remove(at: index) }
        }
    }

    private static func tag(_ message: ByteBuffer) -> String? {
        var body = message
        body.moveReaderIndex(forwardBy: 5)
        return body.readNullTerminatedString()
    }
}
