import FoundationEssentials
import Logging

/// Asks the instance metadata service for one path: with a session token (version 2), and where the service has none to
/// give without one (version 1).
struct InstanceMetadataClient {
    /// Six hours, the longest life of a session token.
    private static let tokenSeconds = 21_600
    /// A service that is there and overloaded is asked this often, whatever the number of attempts for a silent one.
    private static let attemptsWhenBusy = 3

    let configuration: InstanceMetadataConfiguration
    let session: InstanceMetadataSession
    let context: ProviderContext

    /// The words for the service.
    var source: String { "The instance metadata service at \(configuration.authority)" }

    /// Asks for a path; the answer is of status 200 or 404.
    func get(_ path: String) async throws -> HTTPResponse {
        do {
            let token = try await token()
            var response = try await send("GET", path, token: token)
            if response.status == 401, token != nil {
                session.update { $0.token = nil }
                response = try await send("GET", path, token: try await self.token())
            }
            guard response.status == 200 || response.status == 404 else { throw refusal(response, of: path) }
            return response
        } catch let error as CredentialsError where error.code == .unreachable || error.code == .timedOut {
            guard !session.current.hasAnswered, !configuration.isEndpointNamed else { throw error }
            throw CredentialsError(
                .notConfigured,
                "There is no instance metadata service at \(configuration.authority).",
                cause: error
            )
        }
    }

    private func token() async throws -> String? {
        let now = context.clock.now()
        if let token = session.current.token, token.end > now { return token.text }
        let response: HTTPResponse
        do {
            let life = HTTPField("x-aws-ec2-metadata-token-ttl-seconds", String(Self.tokenSeconds))
            response = try await send("PUT", "/latest/api/token", fields: [life])
        } catch let error as CredentialsError where error.code == .timedOut {
            // A container one hop too far away never gets this answer, but those to version 1.
            return try withoutToken(because: "it timed out", cause: error)
        }
        switch response.status {
        case 200: break
        case 403, 404, 405: return try withoutToken(because: "the status was \(response.status)", cause: nil)
        default: throw refusal(response, of: "/latest/api/token")
        }
        guard let text = String(decoding: response.body, as: UTF8.self).trimmedOrNil,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw CredentialsError(.malformedResponse, "\(source) answered with a session token that is none.") }
        let seconds = response.header("x-aws-ec2-metadata-token-ttl-seconds").flatMap(Int.init) ?? Self.tokenSeconds
        // A minute less, so that none runs out on its way.
        let end = now.addingTimeInterval(Double(min(seconds, Self.tokenSeconds) - 60))
        session.update { $0.token = InstanceMetadataSession.Token(text: text, end: end) }
        return text
    }

    private func withoutToken(because reason: String, cause: CredentialsError?) throws(CredentialsError) -> String? {
        guard !configuration.isV1Disabled else {
            throw CredentialsError(
                cause == nil ? .refused : .timedOut,
                "\(source) gave no session token (\(reason)), and version 1, which needs none, is disabled.",
                remedy: "Raise the hop limit of the instance, or do not set AWS_EC2_METADATA_V1_DISABLED.",
                cause: cause
            )
        }
        context.logger.debug(
            "The instance metadata service is asked without a session token.",
            metadata: ["reason": "\(reason)"]
        )
        return nil
    }

    private func send(_ method: String, _ path: String, token: String?) async throws -> HTTPResponse {
        try await send(method, path, fields: token.map { [HTTPField("x-aws-ec2-metadata-token", $0)] } ?? [])
    }

    private func send(_ method: String, _ path: String, fields: [HTTPField]) async throws -> HTTPResponse {
        let request = HTTPRequest(
            method,
            configuration.endpoint + path,
            headers: fields,
            connectTimeout: configuration.timeout,
            timeout: configuration.timeout,
            proxies: .never,
            bodyLimit: 64 << 10
        )
        var attempt = 1
        while true {
            do {
                let response = try await context.http.send(request)
                session.update { $0.hasAnswered = true }
                let limit = max(configuration.attempts, Self.attemptsWhenBusy)
                guard HTTPRetry.isTransient(response), attempt < limit else { return response }
            } catch let error as CredentialsError where error.code == .unreachable || error.code == .timedOut {
                guard attempt < configuration.attempts else { throw error }
            }
            // Up to 1 s, 2 s, 4 s and so on to 16 s.
            let ceiling = Double(1 << min(attempt - 1, 4))
            try await context.clock.sleep(.milliseconds(Int64(context.clock.random() * ceiling * 1_000)))
            attempt += 1
        }
    }

    private func refusal(_ response: HTTPResponse, of path: String) -> CredentialsError {
        let words = "\(source) answered \(path) with the status \(response.status)."
        if HTTPRetry.isTransient(response) { return CredentialsError(.unreachable, words) }
        return switch response.status {
        case 401:
            CredentialsError(
                .refused,
                words,
                remedy: "The instance asks for a session token but gives none that it takes."
            )
        case 403: CredentialsError(.refused, words, remedy: "Enable the metadata service in the instance's options.")
        default: CredentialsError(.refused, words)
        }
    }
}
