/// HMAC with SHA-256 (RFC 2104) under a prepared key, as a value: a copy starts a new message under the same key.
package struct HMACSHA256: Sendable {
    private var inner = SHA256()
    private var outer = SHA256()

    /// Prepares a key.
    package init(key: [UInt8]) {
        var block = key.count > SHA256.blockSize ? SHA256.digest(of: key) : key
        block.append(contentsOf: repeatElement(0, count: SHA256.blockSize - block.count))
        for index in block.indices { block[index] ^= 0x36 }
        inner.update(block)
        for index in block.indices { block[index] ^= 0x36 ^ 0x5C }
        outer.update(block)
        SHA256.wipe(&block)
    }

    /// Authenticates more bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) { unsafe inner.update(bytes) }

    /// Authenticates more bytes.
    package mutating func update(_ bytes: [UInt8]) { inner.update(bytes) }

    /// Writes the code to the first 32 bytes of `output`; the value cannot be used afterwards.
    package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
        unsafe inner.finish(into: output)
        unsafe outer.update(UnsafeRawBufferPointer(rebasing: output.prefix(SHA256.digestSize)))
        unsafe outer.finish(into: output)
    }

    /// The code of one message; the value itself stays as it is.
    package func code(of message: [UInt8]) -> [UInt8] {
        var copy = self
        copy.update(message)
        return unsafe [UInt8](unsafeUninitializedCapacity: SHA256.digestSize) { buffer, count in
            unsafe copy.finish(into: UnsafeMutableRawBufferPointer(buffer))
            count = SHA256.digestSize
        }
    }

    /// Overwrites the key.
    package mutating func wipe() {
        inner.wipe()
        outer.wipe()
    }
}
