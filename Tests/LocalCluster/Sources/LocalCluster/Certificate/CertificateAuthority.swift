import Crypto

/// A certificate authority of one cluster's own, made at start and forgotten at the end.
package struct CertificateAuthority: Sendable {
    private let key: P256.Signing.PrivateKey
    private let name: [UInt8]
    private let keyIdentifier: [UInt8]
    /// What a client has to trust.
    package let certificatePEM: String

    package init(commonName: String, now: SigningTime) throws {
        key = P256.Signing.PrivateKey()
        name = Self.distinguishedName(commonName)
        keyIdentifier = Self.identifier(key.publicKey)
        let day: Int64 = 86_400
        let der = try Self.certificate(
            subject: name,
            publicKey: key.publicKey,
            issuer: name,
            signedBy: key,
            validity: now.advanced(by: -day)..<now.advanced(by: 3_650 * day),
            extensions: [
                Self.extension(OID.basicConstraints, critical: true, DER.sequence(DER.boolean(true))),
                // keyCertSign and cRLSign.
                Self.extension(OID.keyUsage, critical: true, DER.bitString([0x06], unusedBits: 1)),
                Self.extension(OID.subjectKeyIdentifier, DER.octetString(keyIdentifier)),
            ]
        )
        certificatePEM = Self.pem(der)
    }

    /// A server certificate for the names, the first of which is its subject.
    package func issue(names: [String], validity: Range<SigningTime>) throws -> ServerCertificate {
        let leafKey = P256.Signing.PrivateKey()
        let alternatives = names.flatMap { DER.tagged(2, constructed: false, Array($0.utf8)) }
        let der = try Self.certificate(
            subject: Self.distinguishedName(names.first ?? "dsql-local"),
            publicKey: leafKey.publicKey,
            issuer: name,
            signedBy: key,
            validity: validity,
            extensions: [
                Self.extension(OID.basicConstraints, critical: true, DER.sequence()),
                // digitalSignature.
                Self.extension(OID.keyUsage, critical: true, DER.bitString([0x80], unusedBits: 7)),
                Self.extension(OID.extendedKeyUsage, DER.sequence(DER.objectIdentifier(OID.serverAuthentication))),
                Self.extension(OID.subjectAlternativeName, DER.sequence(alternatives)),
                Self.extension(OID.subjectKeyIdentifier, DER.octetString(Self.identifier(leafKey.publicKey))),
                Self.extension(
                    OID.authorityKeyIdentifier,
                    DER.sequence(DER.tagged(0, constructed: false, keyIdentifier))
                ),
            ]
        )
        return ServerCertificate(certificatePEM: Self.pem(der), privateKeyPEM: leafKey.pemRepresentation)
    }

    private enum OID {
        static let basicConstraints: [UInt] = [2, 5, 29, 19]
        static let keyUsage: [UInt] = [2, 5, 29, 15]
        static let extendedKeyUsage: [UInt] = [2, 5, 29, 37]
        static let subjectAlternativeName: [UInt] = [2, 5, 29, 17]
        static let subjectKeyIdentifier: [UInt] = [2, 5, 29, 14]
        static let authorityKeyIdentifier: [UInt] = [2, 5, 29, 35]
        static let serverAuthentication: [UInt] = [1, 3, 6, 1, 5, 5, 7, 3, 1]
        static let commonName: [UInt] = [2, 5, 4, 3]
        static let ecdsaWithSHA256: [UInt] = [1, 2, 840, 10_045, 4, 3, 2]
    }

    private static func certificate(
        subject: [UInt8],
        publicKey: P256.Signing.PublicKey,
        issuer: [UInt8],
        signedBy key: P256.Signing.PrivateKey,
        validity: Range<SigningTime>,
        extensions: [[UInt8]]
    ) throws -> [UInt8] {
        let algorithm = DER.sequence(DER.objectIdentifier(OID.ecdsaWithSHA256))
        var generator = SystemRandomNumberGenerator()
        let serial = (0..<16).map { _ in UInt8.random(in: 1...0x7f, using: &generator) }
        let content = DER.sequence(
            DER.tagged(0, DER.integer([2])),
            DER.integer(serial),
            algorithm,
            issuer,
            DER.sequence(DER.time(validity.lowerBound), DER.time(validity.upperBound)),
            subject,
            Array(publicKey.derRepresentation),
            DER.tagged(3, DER.sequence(extensions.flatMap { $0 }))
        )
        let signature = try key.signature(for: content)
        return DER.sequence(content, algorithm, DER.bitString(Array(signature.derRepresentation)))
    }

    private static func `extension`(_ identifier: [UInt], critical: Bool = false, _ value: [UInt8]) -> [UInt8] {
        DER.sequence(
            DER.objectIdentifier(identifier),
            critical ? DER.boolean(true) : [],
            DER.octetString(value)
        )
    }

    /// The common name may hold 64 characters at most; what counts is in the alternative names anyway.
    private static func distinguishedName(_ commonName: String) -> [UInt8] {
        DER.sequence(
            DER.set(
                DER.sequence(DER.objectIdentifier(OID.commonName), DER.utf8String(String(commonName.prefix(64))))
            )
        )
    }

    private static func identifier(_ key: P256.Signing.PublicKey) -> [UInt8] {
        Array(SHA256.hash(data: key.x963Representation).prefix(20))
    }

    private static func pem(_ der: [UInt8]) -> String {
        PEM.encode(der, label: "CERTIFICATE")
    }
}
