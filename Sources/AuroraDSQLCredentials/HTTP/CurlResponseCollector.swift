/// Collects the answer of one transfer from what libcurl hands over, within limits.
struct CurlResponseCollector {
    /// What made the collector refuse more.
    enum Violation: Sendable, Equatable {
        case headers(limit: Int)
        case body(limit: Int)
    }

    /// 64 KiB, four times what common servers send at most; a server that sends headers for ever ends here.
    static let headerLimit = 64 << 10

    /// What made the collector refuse more, once it has.
    private(set) var violation: Violation?

    private let bodyLimit: Int
    private var headerBytes = 0
    private var headers: [HTTPField] = []
    private var body: [UInt8] = []
    private var isPastHeaders = false

    init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

    /// Takes one header line with its line end; false when it goes beyond the limit.
    mutating func takeHeaderLine(_ line: some Collection<UInt8>) -> Bool {
        // Counted over interim answers and trailers too: any of them could be endless.
        headerBytes += line.count
        guard headerBytes <= CurlResponseCollector.headerLimit else {
            violation = .headers(limit: CurlResponseCollector.headerLimit)
            return false
        }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            // Only the fields of the last answer count: what came before was 1xx.
            headers = []
            isPastHeaders = false
            return true
        }
        guard let trimmed = text.trimmedOrNil else {
            isPastHeaders = true
            return true
        }
        guard !isPastHeaders, let colon = trimmed.utf8.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let value = String(trimmed[trimmed.utf8.index(after: colon)...])
        headers.append(HTTPField(String(trimmed[..<colon]), value.trimmedOrNil ?? ""))
        return true
    }

    /// Takes bytes of the body; false when it goes beyond the limit.
    mutating func takeBody(_ bytes: some Collection<UInt8>) -> Bool {
        guard body.count + bytes.count <= bodyLimit else {
            violation = .body(limit: bodyLimit)
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// The answer.
    func response(status: Int) -> HTTPResponse { HTTPResponse(status: status, headers: headers, body: body) }
}
