import Synchronization

/// What every signature of one day, Region, service and set of credentials has in common, worked out once.
///
/// Immutable but for the key, which is overwritten when the last user lets go of the context.
final class SigningContext: Sendable {
    /// What a context is made for.
    struct Identity: Sendable {
        /// Days since 1970 in UTC.
        var day: Int
        var region: Region
        var service: String
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String?
    }

    private let identity: Identity
    // A lock of its own, since only a mutex lets `deinit` overwrite what others read; it is held for one copy.
    private let key: Mutex<HMACSHA256>

    /// Days since 1970 in UTC.
    var day: Int { identity.day }
    /// `20250827/us-east-1/dsql/aws4_request`.
    let scope: String
    /// From `&X-Amz-Algorithm=` up to and with the day in `X-Amz-Date`.
    let queryPrefix: [UInt8]
    /// `&X-Amz-Security-Token=...`, or empty.
    let queryToken: [UInt8]
    /// The string to sign up to and with the day.
    let stringToSignPrefix: [UInt8]
    /// The string to sign from the end of the time up to the hash of the request.
    let stringToSignMiddle: [UInt8]
    /// The canonical request of each token action, hashed as far as it is the same for the whole day.
    private let connectPrefix: SHA256
    private let connectAdminPrefix: SHA256

    /// Derives the key and prepares the texts.
    init(_ identity: Identity) throws(CredentialsError) {
        try SigningContext.check(identity)
        let fields = AWSTimestamp.fields(secondsSince1970: identity.day * 86_400)
        let day = AWSTimestamp.basicDay(fields)
        let scope = "\(day)/\(identity.region.name)/\(identity.service)/aws4_request"
        self.identity = identity
        self.scope = scope
        key = Mutex(SigningContext.signingKey(identity, day: day))

        var prefix = [UInt8]("&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=".utf8)
        PercentEncoding.append("\(identity.accessKeyID)/\(scope)".utf8, to: &prefix)
        prefix += "&X-Amz-Date=\(day)T".utf8
        queryPrefix = prefix
        var token: [UInt8] = []
        if let sessionToken = identity.sessionToken {
            token.reserveCapacity(22 + sessionToken.utf8.count * 3)
            token += "&X-Amz-Security-Token=".utf8
            PercentEncoding.append(sessionToken.utf8, to: &token)
        }
        queryToken = token
        stringToSignPrefix = [UInt8]("AWS4-HMAC-SHA256\n\(day)T".utf8)
        stringToSignMiddle = [UInt8]("Z\n\(scope)\n".utf8)
        connectPrefix = SigningContext.requestPrefix(.dbConnect, prefix)
        connectAdminPrefix = SigningContext.requestPrefix(.dbConnectAdmin, prefix)
    }

    deinit { key.withLock { $0.wipe() } }

    /// A copy of the prepared signing key, to authenticate one string to sign.
    var signingKey: HMACSHA256 { key.withLock { $0 } }

    /// The hash of a token's canonical request as far as ``queryPrefix`` goes.
    func requestPrefix(_ action: AuthToken.Action) -> SHA256 {
        switch action {
        case .dbConnect: connectPrefix
        case .dbConnectAdmin: connectAdminPrefix
        }
    }

    /// Whether this context is the one for a signature.
    ///
    /// Texts are compared byte by byte: to `==`, two texts that Unicode calls equivalent are the same, but they sign
    /// differently.
    func serves(day: Int, region: Region, credentials: Credentials) -> Bool {
        identity.day == day && SigningContext.same(identity.region.name, region.name)
            && SigningContext.same(identity.accessKeyID, credentials.accessKeyID)
            && SigningContext.same(identity.secretAccessKey, credentials.secretAccessKey)
            && SigningContext.same(identity.sessionToken ?? "", credentials.sessionToken ?? "")
    }

    private static func same(_ one: String, _ other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        let left = one.utf8.span
        let right = other.utf8.span
        return unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                // Texts that share their memory, as copies of long ones do, need no look at it.
                unsafe left.baseAddress == right.baseAddress || isEqual(left, right)
            }
        }
    }

    /// Compares eight bytes at a time; the session token may be long.
    private static func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        let words = left.count & ~7
        for offset in stride(from: 0, to: words, by: 8) {
            let one = unsafe left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard unsafe one == right.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
        }
        for offset in words..<left.count {
            guard unsafe left[offset] == right[offset] else { return false }
        }
        return true
    }

    private static func requestPrefix(_ action: AuthToken.Action, _ prefix: [UInt8]) -> SHA256 {
        var hash = SHA256()
        hash.update("GET\n/\nAction=\(action.rawValue)")
        hash.update(prefix)
        return hash
    }

    private static func signingKey(_ identity: Identity, day: String) -> HMACSHA256 {
        var key = [UInt8]("AWS4\(identity.secretAccessKey)".utf8)
        for part in [day, identity.region.name, identity.service, "aws4_request"] {
            var hmac = HMACSHA256(key: key)
            SHA256.wipe(&key)
            key = hmac.code(of: [UInt8](part.utf8))
            hmac.wipe()
        }
        defer { SHA256.wipe(&key) }
        return HMACSHA256(key: key)
    }

    private static func check(_ identity: Identity) throws(CredentialsError) {
        let remedy = "Correct the credentials where they are set up."
        guard identity.accessKeyID.trimmedOrNil != nil else {
            throw CredentialsError(.invalidConfiguration, "The access key ID is empty.", remedy: remedy)
        }
        guard identity.accessKeyID.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CredentialsError(
                .invalidConfiguration,
                "The access key ID \(Quoted(identity.accessKeyID)) holds a character that no request can carry.",
                remedy: remedy
            )
        }
        guard identity.secretAccessKey.trimmedOrNil != nil else {
            throw CredentialsError(
                .invalidConfiguration,
                "The secret access key of \(Quoted(identity.accessKeyID)) is empty.",
                remedy: remedy
            )
        }
    }
}
