import AuroraDSQLCredentials
import Synchronization

/// Answers nothing and keeps what it was asked.
final class RecordingHTTPClient: HTTPClient {
    private let kept = Mutex<[String]>([])

    var urls: [String] { kept.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        kept.withLock { $0.append(request.url) }
        throw CredentialsError(.unreachable, "Nothing answers here.")
    }
}
