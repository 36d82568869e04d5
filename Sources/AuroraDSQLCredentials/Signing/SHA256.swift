import CLibcrypto

/// SHA-256 by OpenSSL's low-level functions, as a value: a copy goes on from where the original stands.
///
/// A copied state is what makes a prepared HMAC key cost nothing to use again; the EVP interface would cost an
/// allocation and a look-up of the algorithm for each.
package struct SHA256: Sendable {
    /// The number of bytes of a digest.
    package static let digestSize = 32
    /// The number of bytes the function works on at once.
    package static let blockSize = 64

    private var context = SHA256_CTX()

    /// Starts with nothing hashed.
    package init() { unsafe SHA256_Init(&context) }

    /// Hashes more bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Hashes the UTF-8 of a text.
    package mutating func update(_ text: String) {
        let span = text.utf8.span
        unsafe span.withUnsafeBytes { unsafe update($0) }
    }

    /// Hashes a constant, which costs no call to find its bytes.
    package mutating func update(constant: StaticString) {
        unsafe update(UnsafeRawBufferPointer(start: constant.utf8Start, count: constant.utf8CodeUnitCount))
    }

    /// Writes the digest to the first 32 bytes of `output`; the value cannot be used afterwards.
    package mutating func finish(into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count >= Self.digestSize, "a SHA-256 digest needs 32 bytes")
        unsafe SHA256_Final(output.baseAddress?.assumingMemoryBound(to: UInt8.self), &context)
    }

    /// The digest of everything hashed so far; the value itself stays as it is.
    package func digest() -> [UInt8] {
        var copy = self
        return unsafe [UInt8](unsafeUninitializedCapacity: Self.digestSize) { buffer, count in
            unsafe copy.finish(into: UnsafeMutableRawBufferPointer(buffer))
            count = Self.digestSize
        }
    }

    /// The digest of some bytes.
    package static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.digest()
    }

    /// Overwrites the state in a way that no optimiser leaves out.
    package mutating func wipe() {
        unsafe OPENSSL_cleanse(&context, MemoryLayout<SHA256_CTX>.size)
    }

    /// Overwrites bytes in a way that no optimiser leaves out.
    package static func wipe(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}
