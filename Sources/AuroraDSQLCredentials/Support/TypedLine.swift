/// What a person types, byte by byte, with the keys that edit and end a line.
struct TypedLine {
    /// How a line ends.
    enum End: Sendable, Equatable {
        case line(String)
        case signal(Int32)
    }

    /// More than any code or password; a terminal that never ends the line must not fill the memory.
    static let limit = 1_024

    // The numbers are those of every system this builds on.
    private static let interrupt: Int32 = 2
    private static let quit: Int32 = 3
    #if canImport(Darwin)
        private static let suspend: Int32 = 18
    #else
        private static let suspend: Int32 = 20
    #endif

    private var bytes: [UInt8] = []

    /// Takes one byte; the end of the line where it is one.
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/loginRequired`` when the person ends the
    ///   input (control-D) or the line is too long.
    mutating func take(_ byte: UInt8) throws(CredentialsError) -> End? {
        switch byte {
        case 0x0A, 0x0D: return .line(String(decoding: bytes, as: UTF8.self))
        case 0x03: return .signal(TypedLine.interrupt)
        case 0x1C: return .signal(TypedLine.quit)
        case 0x1A: return .signal(TypedLine.suspend)
        case 0x08, 0x7F: erase()
        case 0x15: bytes = []
        case 0x04 where bytes.isEmpty:
            throw CredentialsError(.loginRequired, "The question was left without an answer.")
        case 0x00...0x1F: break
        default:
            guard bytes.count < TypedLine.limit else {
                throw CredentialsError(.loginRequired, "The answer is longer than \(TypedLine.limit) bytes.")
            }
            bytes.append(byte)
        }
        return nil
    }

    /// Takes back one character, which may be several bytes.
    private mutating func erase() {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }
}
