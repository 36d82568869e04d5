/// Writes a text of a known length into memory that is not initialized yet.
///
/// Every write is checked against the end of the memory, once a piece and not once a byte. The writer must not be used
/// after the closure that lent the memory.
@safe struct TextWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    /// The number of bytes written.
    private(set) var count = 0

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { unsafe self.buffer = buffer }

    /// Appends the UTF-8 of a text.
    mutating func append(_ text: String) {
        let span = text.utf8.span
        unsafe span.withUnsafeBytes { unsafe append($0) }
    }

    /// Appends a constant, which costs no call to find its bytes.
    mutating func append(constant: StaticString) {
        unsafe append(UnsafeRawBufferPointer(start: constant.utf8Start, count: constant.utf8CodeUnitCount))
    }

    /// Appends bytes.
    mutating func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe append($0) }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        unsafe space(bytes.count).copyMemory(from: bytes)
        count += bytes.count
    }

    /// Appends a number of 0 to 99 as two digits.
    mutating func append(twoDigits value: Int) {
        let target = unsafe space(2)
        unsafe target[0] = UInt8(truncatingIfNeeded: value / 10) &+ UInt8(ascii: "0")
        unsafe target[1] = UInt8(truncatingIfNeeded: value % 10) &+ UInt8(ascii: "0")
        count += 2
    }

    /// Appends a number that is not negative.
    mutating func append(decimal value: Int) {
        let width = TextWriter.width(ofDecimal: value)
        let target = unsafe space(width)
        var rest = value
        for index in stride(from: width - 1, through: 0, by: -1) {
            unsafe target[index] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
            rest /= 10
        }
        count += width
    }

    /// The number of digits of a number that is not negative.
    static func width(ofDecimal value: Int) -> Int {
        var width = 1
        var bound = 10
        while value >= bound {
            width += 1
            bound *= 10
        }
        return width
    }

    /// Hashes a part of what was written.
    func hash(from start: Int, to end: Int, into hash: inout SHA256) {
        unsafe hash.update(written(from: start, to: end))
    }

    /// Authenticates a part of what was written.
    func authenticate(from start: Int, to end: Int, into code: inout HMACSHA256) {
        unsafe code.update(written(from: start, to: end))
    }

    /// The place of a digest that ``appendHexadecimalDigest()`` then turns into text.
    @unsafe var digestSpace: UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(rebasing: space(SHA256.digestSize * 2).suffix(SHA256.digestSize))
    }

    /// Appends the digest in ``digestSpace`` in lower-case hexadecimal.
    mutating func appendHexadecimalDigest() {
        let target = unsafe space(SHA256.digestSize * 2)
        // In place: the digits of byte i end at 2i + 1, which never passes byte i itself, at 32 + i.
        for index in 0..<SHA256.digestSize {
            let byte = unsafe target[SHA256.digestSize + index]
            unsafe target[2 * index] = TextWriter.digit(byte >> 4)
            unsafe target[2 * index + 1] = TextWriter.digit(byte & 0xF)
        }
        count += SHA256.digestSize * 2
    }

    /// Takes back what was written last.
    mutating func remove(last number: Int) {
        precondition(number <= count, "more taken back than was written")
        count -= number
    }

    /// A hexadecimal digit in lower case, without a branch.
    private static func digit(_ value: UInt8) -> UInt8 {
        value &+ UInt8(ascii: "0") &+ (value > 9 ? UInt8(ascii: "a") - UInt8(ascii: "0") - 10 : 0)
    }

    @unsafe private func written(from start: Int, to end: Int) -> UnsafeRawBufferPointer {
        precondition(end <= count, "a part that is not written yet")
        return unsafe UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[start..<end]))
    }

    @unsafe private func space(_ size: Int) -> UnsafeMutableRawBufferPointer {
        unsafe precondition(size <= buffer.count - count, "a text longer than the room made for it")
        return unsafe UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: buffer[count..<(count + size)])
        )
    }
}
