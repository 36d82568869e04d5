/// A request in the form that Signature Version 4 hashes.
///
/// Source: "Create a signed AWS API request" in the AWS Identity and Access Management User Guide.
struct CanonicalRequest {
    /// Header fields that may change on the way or that the HTTP library adds by itself, and so stay unsigned.
    private static let unsigned: Set<String> = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]

    /// The names of the signed header fields, in order, with semicolons between.
    let signedHeaders: String
    /// The text that is hashed.
    let text: String

    /// Brings a request into its canonical form.
    init(
        method: String,
        path: String,
        query: String,
        headers: [HTTPField],
        payloadHash: String,
        normalizesPath: Bool
    ) {
        var values: [String: [String]] = [:]
        for field in headers {
            let name = CanonicalRequest.lowercased(field.name)
            if !CanonicalRequest.unsigned.contains(name) {
                values[name, default: []].append(CanonicalRequest.collapsed(field.value))
            }
        }
        let sorted = values.sorted { CanonicalRequest.precedes($0.key, $1.key) }
        signedHeaders = sorted.map(\.key).joined(separator: ";")
        let fields = sorted.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined()
        text = [
            method, CanonicalRequest.path(path, normalized: normalizesPath), CanonicalRequest.query(query), fields,
            signedHeaders, payloadHash,
        ].joined(separator: "\n")
    }

    /// The path with each byte of its segments encoded, without empty and dot segments where it is normalized.
    static func path(_ path: String, normalized: Bool) -> String {
        var bytes: [UInt8] = []
        PercentEncoding.append(
            (normalized ? CanonicalRequest.normalized(path) : path).utf8,
            to: &bytes,
            keepingSlashes: true
        )
        return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
    }

    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        let given = path.split(separator: "/", omittingEmptySubsequences: true)
        for segment in given {
            switch segment {
            case ".": continue
            case "..": _ = segments.popLast()
            default: segments.append(segment)
            }
        }
        let isFolder = path.hasSuffix("/") || given.last == "." || given.last == ".."
        return "/" + segments.joined(separator: "/") + (isFolder && !segments.isEmpty ? "/" : "")
    }

    /// The parameters, encoded anew so that it does not matter how they were, sorted by name and then by value.
    static func query(_ query: String) -> String {
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (name: encodedAnew(parts[0]), value: parts.count > 1 ? encodedAnew(parts[1]) : "")
        }
        let sorted = pairs.sorted {
            $0.name == $1.name ? precedes($0.value, $1.value) : precedes($0.name, $1.name)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func encodedAnew(_ bytes: Substring.UTF8View) -> String {
        var output: [UInt8] = []
        PercentEncoding.append(PercentEncoding.decode(bytes), to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private static func precedes(_ one: String, _ other: String) -> Bool {
        one.utf8.lexicographicallyPrecedes(other.utf8)
    }

    /// The value without white space around it and with single spaces inside.
    private static func collapsed(_ value: String) -> String {
        value.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    private static func lowercased(_ name: String) -> String {
        String(decoding: name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
