import AuroraDSQLCredentials

extension FuzzProperty {
    /// A URL that was taken has a host, is the same when it is read again, and can be compared with any exceptions.
    package static let urls = FuzzProperty("URLs") { input in
        let lines = String(decoding: input, as: UTF8.self).split(separator: "\n", maxSplits: 1)
        guard let first = lines.first, let url = try? HTTPURL(String(first)) else { return nil }
        _ = ProxySettings.isException(url, exceptions: lines.count > 1 ? String(lines[1]) : "")
        guard !url.host.isEmpty, url.target.hasPrefix("/") else { return "a URL without a host or a path was taken" }
        return (try? HTTPURL(url.text)) == url ? nil : "\(url.text) is not what was read"
    }
}
