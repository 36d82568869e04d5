import AuroraDSQLCredentials
import FoundationEssentials
import Synchronization

/// An HTTP client that notes what time it is elsewhere: each answer says so in its `Date`.
final class ListeningHTTPClient: HTTPClient {
    private let client: any HTTPClient
    private let heard = Mutex<ClockComparison?>(nil)

    init(_ client: any HTTPClient) { self.client = client }

    /// The last time that a server said, beside this machine's.
    var comparison: ClockComparison? { heard.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let response = try await client.send(request)
        if let date = response.header("Date").flatMap(HTTPDate.parse) {
            let comparison = ClockComparison(server: date, local: Date())
            heard.withLock { $0 = comparison }
        }
        return response
    }
}
