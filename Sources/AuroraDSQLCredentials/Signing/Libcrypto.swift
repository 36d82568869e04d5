// OpenSSL's libcrypto comes in through this file alone: hashes, and the one kind of key that `aws login` makes.

import CLibcrypto

/// The libcrypto that signs.
package enum OpenSSLVersion {
    /// Its version, as it says it, such as `OpenSSL 3.0.19 27 Jan 2026`.
    package static var current: String { unsafe String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}

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

/// The hashes of cache file names, and ES256, through OpenSSL's libcrypto.
package enum LibcryptoProofs {
    /// The SHA-1 hash in lower-case hexadecimal: the name of SSO and role cache files, not a protection of anything.
    package static func sha1Hex(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        unsafe SHA1(bytes, bytes.count, &digest)
        return hex(digest)
    }

    /// The SHA-256 hash in lower-case hexadecimal.
    package static func sha256Hex(_ text: String) -> String {
        hex(SHA256.digest(of: Array(text.utf8)))
    }

    /// The public point of a P-256 private key in PEM: x and y, 32 bytes each.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/malformedResponse`` where it is no such key.
    package static func publicPoint(ofP256Key pem: String) throws(CredentialsError) -> (x: [UInt8], y: [UInt8]) {
        try unsafe withP256Key(pem) { key throws(CredentialsError) in
            let point = unsafe subjectPublicKeyInfo(of: key).suffix(64)
            return (Array(point.prefix(32)), Array(point.suffix(32)))
        }
    }

    /// The ES256 signature of a message: r and s, 32 bytes each, as JSON Web Signatures have it.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/malformedResponse`` where the key is no P-256 key.
    package static func es256(_ message: [UInt8], pem: String) throws(CredentialsError) -> [UInt8] {
        try unsafe withP256Key(pem) { key throws(CredentialsError) in
            guard let context = unsafe EVP_MD_CTX_new() else { throw unusableKey }
            defer { unsafe EVP_MD_CTX_free(context) }
            guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1 else { throw unusableKey }
            // A P-256 signature takes at most 72 bytes in DER.
            var signature = [UInt8](repeating: 0, count: 80)
            var length = signature.count
            guard unsafe EVP_DigestSign(context, &signature, &length, message, message.count) == 1,
                let raw = rawSignature(signature[..<length])
            else { throw unusableKey }
            return raw
        }
    }

    /// The two integers of a DER signature, each padded to 32 bytes.
    static func rawSignature(_ der: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = der.dropFirst(2)
        guard der.count > 2, der[der.startIndex] == 0x30, Int(der[der.startIndex + 1]) == rest.count else { return nil }
        var result: [UInt8] = []
        for _ in 0..<2 {
            guard rest.count > 2, rest[rest.startIndex] == 0x02 else { return nil }
            let length = Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= length else { return nil }
            let digits = rest.prefix(length).drop { $0 == 0 }
            guard digits.count <= 32 else { return nil }
            result += [UInt8](repeating: 0, count: 32 - digits.count) + digits
            rest = rest.dropFirst(length)
        }
        return rest.isEmpty ? result : nil
    }

    private static var unusableKey: CredentialsError {
        CredentialsError(.malformedResponse, "The key of the login session is not a P-256 private key in PEM.")
    }

    /// What an X.509 public key of P-256 begins with: the two object identifiers, then the uncompressed point.
    private static let p256Prefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
        0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ]

    private static func withP256Key<Result>(
        _ pem: String,
        _ body: (OpaquePointer) throws(CredentialsError) -> Result
    ) throws(CredentialsError) -> Result {
        let bytes = Array(pem.utf8)
        guard let memory = unsafe BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else { throw unusableKey }
        defer { unsafe BIO_free(memory) }
        // A callback of its own, or OpenSSL would ask the terminal for the passphrase of an encrypted key.
        guard let key = unsafe PEM_read_bio_PrivateKey(memory, nil, { _, _, _, _ in -1 }, nil) else {
            throw unusableKey
        }
        defer { unsafe EVP_PKEY_free(key) }
        let encoded = unsafe subjectPublicKeyInfo(of: key)
        guard encoded.count == 91, encoded.starts(with: p256Prefix) else { throw unusableKey }
        return try unsafe body(key)
    }

    private static func subjectPublicKeyInfo(of key: OpaquePointer) -> [UInt8] {
        let length = unsafe i2d_PUBKEY(key, nil)
        guard length > 0 else { return [] }
        var encoded = [UInt8](repeating: 0, count: Int(length))
        let written = unsafe encoded.withUnsafeMutableBufferPointer { buffer -> Int32 in
            var position = buffer.baseAddress
            return unsafe i2d_PUBKEY(key, &position)
        }
        return written == length ? encoded : []
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }
}
