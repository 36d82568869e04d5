package import AuroraDSQLCredentials
import Synchronization

/// Sends nothing: answers each expected request, in order, and keeps note of everything that differs.
package final class ReplayHTTPClient: HTTPClient {
    private struct State {
        var exchanges: [ReplayExchange]
        var deviations: [String] = []
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    /// Creates a client.
    package init(_ exchanges: [ReplayExchange] = []) { state = Mutex(State(exchanges: exchanges)) }

    /// What went otherwise than prepared, with exchanges that never happened.
    package var deviations: [String] {
        state.withLock { state in
            state.deviations + state.exchanges.map { "never asked: \($0.request.method) \($0.request.url)" }
        }
    }

    /// The requests so far.
    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let exchange = state.withLock { state -> ReplayExchange? in
            state.requests.append(request)
            guard !state.exchanges.isEmpty else {
                state.deviations.append("not expected: \(request.method) \(request.url)")
                return nil
            }
            let exchange = state.exchanges.removeFirst()
            state.deviations += exchange.request.deviations(in: request)
            return exchange
        }
        guard let exchange else { throw CredentialsError(.invalidValue, "The request was not expected.") }
        return try exchange.result.get()
    }
}
