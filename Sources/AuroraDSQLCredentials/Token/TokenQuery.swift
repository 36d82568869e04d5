/// A token's text, cut into its host and parameters.
struct TokenQuery {
    /// The parameters that a token has, and whether it must have them.
    private static let names = [
        "Action": true, "X-Amz-Algorithm": true, "X-Amz-Credential": true, "X-Amz-Date": true, "X-Amz-Expires": true,
        "X-Amz-SignedHeaders": true, "X-Amz-Security-Token": false, "X-Amz-Signature": true,
    ]

    /// More than any token has, so that a wrong file is not read to its end.
    private static let limit = 65_536

    /// The host in front.
    let host: String
    private var values: [String: String] = [:]

    /// The decoded value of a parameter.
    subscript(_ name: String) -> String? { values[name] }

    init(bytes: [UInt8]) throws(CredentialsError) {
        guard bytes.count <= Self.limit else { throw Self.error("It is longer than any token.") }
        var rest = bytes[...]
        if rest.last == 0x0A { rest.removeLast() }
        if rest.last == 0x0D { rest.removeLast() }
        guard !rest.isEmpty else { throw Self.error("It is empty.") }
        guard rest.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Self.error("It holds a space, a line end or another character that no token has.")
        }
        guard !rest.starts(with: "https://".utf8), !rest.starts(with: "http://".utf8) else {
            throw Self.error("It begins with a scheme, which a token has not.")
        }
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")), rest[slash...].starts(with: "/?".utf8) else {
            throw Self.error("It is not of the form <host>/?Action=...&X-Amz-...")
        }
        host = String(decoding: rest[..<slash], as: UTF8.self)
        guard (try? SignedHost(host)) != nil else { throw Self.error("What it begins with is not a host name.") }

        let query = rest[(slash + 2)...]
        for pair in query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: parts[0], as: UTF8.self)
            // An unknown name is not repeated: it may be a piece of a secret that was not encoded.
            guard Self.names[name] != nil, parts.count == 2 else {
                throw Self.error("It has a parameter that no token has.")
            }
            guard values[name] == nil else { throw Self.error("It has \(name) twice.") }
            values[name] = try Self.decoded(parts[1], name: name)
        }
        for (name, isNeeded) in Self.names.sorted(by: { $0.key < $1.key }) where isNeeded && values[name] == nil {
            throw Self.error("It has no \(name); the text may be cut short.")
        }
    }

    private static func decoded(_ value: ArraySlice<UInt8>, name: String) throws(CredentialsError) -> String {
        guard !value.isEmpty else { throw error("Its \(name) is empty.") }
        var encoded: [UInt8] = []
        let bytes = PercentEncoding.decode(value)
        PercentEncoding.append(bytes, to: &encoded)
        guard encoded[...] == value, let text = String(validating: bytes, as: UTF8.self) else {
            throw error("Its \(name) is not percent-encoded as it has to be.")
        }
        return text
    }

    /// An error about the token as a whole.
    static func error(_ reason: String) -> CredentialsError {
        CredentialsError(
            .invalidValue,
            "The text is not a DSQL token. \(reason)",
            remedy: "Give the whole output of dsql token, and nothing else."
        )
    }
}
