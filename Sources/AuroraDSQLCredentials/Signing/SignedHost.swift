/// The host as the `host` header has it: in lower case, and without the port that HTTPS implies.
enum SignedHost: Equatable {
    /// The host is signed as it was given.
    case asGiven
    /// The host is signed as this text.
    case changed(String)

    /// Checks a host that a token is to name.
    init(_ host: String) throws(CredentialsError) {
        let (isRefused, isChanged) = SignedHost.look(at: host.utf8.span)
        guard !isRefused else { throw SignedHost.error(host) }
        self = isChanged ? try SignedHost.canonical(host) : .asGiven
    }

    /// Whether the host holds a character that it must not hold, and one that is signed in another form.
    ///
    /// Without a branch or an early end, so that the compiler can look at many bytes at once.
    private static func look(at host: Span<UInt8>) -> (isRefused: Bool, isChanged: Bool) {
        unsafe host.withUnsafeBufferPointer { host in
            var refused: UInt8 = host.isEmpty ? 1 : 0
            var changed: UInt8 = 0
            for index in 0..<host.count {
                let byte = unsafe host[index]
                let isLetter: UInt8 = (byte | 0x20) &- 0x61 < 26 ? 1 : 0
                let isUpperCase: UInt8 = byte &- 0x41 < 26 ? 1 : 0
                let isDigit: UInt8 = byte &- 0x30 < 10 ? 1 : 0
                let isHyphen: UInt8 = byte == 0x2D ? 1 : 0
                let isDot: UInt8 = byte == 0x2E ? 1 : 0
                let isUnderscore: UInt8 = byte == 0x5F ? 1 : 0
                let isColon: UInt8 = byte == 0x3A ? 1 : 0
                refused |= (isLetter | isDigit | isHyphen | isDot | isUnderscore | isColon) ^ 1
                changed |= isColon | isUpperCase
            }
            return (refused != 0, changed != 0)
        }
    }

    private static func canonical(_ host: String) throws(CredentialsError) -> SignedHost {
        let parts = host.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 2, !parts[0].isEmpty else { throw error(host) }
        var name = String(decoding: parts[0].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        if parts.count == 2 {
            let digits = String(decoding: parts[1], as: UTF8.self)
            guard let port = UInt16(digits), port > 0, String(port) == digits else { throw error(host) }
            if port != 443 { name += ":\(port)" }
        }
        return .changed(name)
    }

    private static func error(_ host: String) -> CredentialsError {
        CredentialsError(
            .invalidValue,
            "\(Quoted(host)) is not a host that a token can name.",
            remedy: "Give the cluster's host name, such as <cluster-id>.dsql.<region>.on.aws."
        )
    }
}
