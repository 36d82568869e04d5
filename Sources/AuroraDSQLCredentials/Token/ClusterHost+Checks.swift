extension ClusterHost {
    private static let form =
        "Give a cluster ID of 26 letters and digits, or a host such as <cluster-id>.dsql.<region>.on.aws."

    /// Refuses what is no host name, with what it seems to be instead.
    ///
    /// - Parameters:
    ///   - host: The text in lower case, without the dot at its end.
    ///   - given: The text as it was given.
    static func checkHostName(_ host: String, given: String) throws(CredentialsError) {
        if host.utf8.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            throw CredentialsError(.invalidValue, "The host is missing.", remedy: form)
        }
        guard let (reason, remedy) = flaw(of: Array(host.utf8)) else { return }
        let subject = mayBeShown(host) ? "\(Quoted(given))" : "The host"
        throw CredentialsError(.invalidValue, "\(subject) \(reason)", remedy: remedy)
    }

    private static func flaw(of host: [UInt8]) -> (reason: String, remedy: String)? {
        func holds(_ character: Unicode.Scalar) -> Bool { host.contains(UInt8(ascii: character)) }
        // Not `firstRange(of:)`, whose search is generic at run time and costs more than signing.
        func holds(text: String) -> Bool { host.indices.contains { host[$0...].starts(with: text.utf8) } }

        if holds(text: "x-amz-") {
            return ("is a token, not a host.", "A token is a password. \(form)")
        }
        if holds(text: "://") {
            return ("is a URL, not a host.", "Give the URL as the connection URL, or the host in it.")
        }
        if holds("@") || holds("=") || holds("?") { return ("is more than a host name.", form) }
        if holds(",") { return ("is a list of hosts; a token is made for one.", "Give one host.") }
        if holds("/") { return ("is a path, and DSQL has no Unix socket.", form) }
        if isIPv6(host) || isIPv4(host) {
            return (
                "is an address; a token and a certificate name a host.",
                "Give the cluster's host name, and the address as hostaddr (--hostaddr)."
            )
        }
        if holds(":") { return ("is more than a host name.", "Give the port apart (--port).") }
        if host.allSatisfy(isDigit) { return ("is a number, not a host.", form) }
        return isHostName(host) ? nil : ("is not a host name.", form)
    }

    /// Letters, digits and hyphens in labels of 1 to 63, hyphens not at either end, 253 in all (RFC 1123, 2.1).
    private static func isHostName(_ host: [UInt8]) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return host.count <= 253
            && host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isLowerCaseLetter($0) || isDigit($0) || $0 == hyphen }
            }
    }

    /// An IPv6 literal, in brackets or not, with a zone or not.
    private static func isIPv6(_ host: [UInt8]) -> Bool {
        let inner = host.filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
        let address = inner.prefix { $0 != UInt8(ascii: "%") }
        return address.count(where: { $0 == UInt8(ascii: ":") }) > 1
            && address.allSatisfy { isHexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    /// Whatever `inet_aton` takes for an address: its last part is a decimal, octal or hexadecimal number.
    private static func isIPv4(_ host: [UInt8]) -> Bool {
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let last = labels.last, !last.isEmpty else { return false }
        if labels.count > 1, last.allSatisfy(isDigit) { return true }
        return last.starts(with: "0x".utf8) && last.dropFirst(2).allSatisfy(isHexadecimal)
    }

    /// Whether an error may repeat the text: not when it may hold a password or a token.
    ///
    /// `user:password` looks like `host:port`, so that only digits are shown behind a single colon.
    private static func mayBeShown(_ host: String) -> Bool {
        let bytes = Array(host.utf8)
        let betray = Array("/@?=&#%;|\\\"'`$<>{}()!*+~^".utf8)
        guard !bytes.contains(where: betray.contains), !Quoted.mayHoldSecret(host) else { return false }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return true }
        return isIPv6(bytes) || bytes[(colon + 1)...].allSatisfy(isDigit) && bytes.count - colon <= 6
    }
}
