/// Who AWS says that somebody is, as far as a server's words tell.
package struct IAMPrincipal: Sendable, Equatable {
    /// The name to grant something to: a session's is its role's.
    package let grantee: String

    /// Finds the first `arn:aws:iam::...` or `arn:aws:sts::...` in a text.
    package init?(in text: String) {
        let words = text.split(whereSeparator: { " ,;\"'".contains($0) }).map(String.init)
        guard let arn = words.first(where: { $0.hasPrefix("arn:") && ($0.contains(":iam:") || $0.contains(":sts:")) })
        else { return nil }
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let name = parts.last?.split(separator: "/").map(String.init) ?? []
        if parts.count == 6, parts[2] == "sts", name.count >= 2, name[0] == "assumed-role" {
            grantee = "arn:\(parts[1]):iam::\(parts[4]):role/\(name[1])"
        } else {
            grantee = arn
        }
    }
}
