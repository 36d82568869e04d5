import FoundationEssentials
import Logging

/// A provider of the console session's credentials, for somebody who ran `aws login`.
package struct LoginCredentialsProvider: CredentialsProvider {
    /// As long before their end are the credentials refreshed.
    private static let refreshWindow = 5.0 * 60

    private let session: String
    private let profile: String
    private let context: ProviderContext
    private let settings: ProviderSettings

    init(session: String, profile: String, context: ProviderContext, settings: ProviderSettings) {
        self.session = session
        self.profile = profile
        self.context = context
        self.settings = settings
    }

    /// Reads the session, and refreshes it where that is due.
    package func credentials() async throws -> Credentials {
        var file = try LoginSessionFile(
            path: try LoginSessionFile.path(for: session, context: context),
            session: session,
            files: context.files,
            remedy: remedy
        )
        let remaining = file.credentials.expiration?.timeIntervalSince(context.clock.now()) ?? 0
        guard remaining <= LoginCredentialsProvider.refreshWindow else { return file.credentials }
        do {
            try await refresh(&file)
        } catch let error as CredentialsError where remaining > 0 {
            // Not a failure yet: the credentials in hand are good for a while.
            context.logger.debug("The login session was not refreshed.", metadata: ["reason": "\(error.message)"])
        }
        return file.credentials
    }

    private func refresh(_ file: inout LoginSessionFile) async throws {
        let region = try settings.region ?? Region("us-east-1")
        let endpoint = try ServiceEndpoint(.signin, region: region, settings: settings)
        let url = endpoint.url("/v1/token")
        let body: JSONValue = .object([
            "clientId": .string(file.clientID), "refreshToken": .string(file.refreshToken),
            "grantType": .string("refresh_token"),
        ])
        let bytes = try body.serialized()
        let key = file.key
        let response = try await HTTPRetry(context, attempts: try settings.maxAttempts).send("CreateOAuth2Token") {
            // A proof is good for one request: each try has its own.
            let proof = DPoPProof(
                method: "POST",
                url: url,
                issuedAt: context.clock.now(),
                identifier: DPoPProof.identifier(random: context.clock.random)
            )
            var request = HTTPRequest(
                "POST",
                url,
                headers: [
                    HTTPField("Content-Type", "application/json"), HTTPField("Accept", "application/json"),
                    HTTPField("DPoP", try proof.token(pem: key)),
                ],
                body: bytes
            )
            request.caBundle = settings.caBundle
            return request
        }
        try update(&file, from: response, endpoint: endpoint)
        do throws(CredentialsError) {
            try context.files.writeAtomically(try file.content.serialized(), to: file.path)
        } catch {
            context.logger.debug("The login session was not written back.", metadata: ["reason": "\(error.message)"])
        }
    }

    private func update(
        _ file: inout LoginSessionFile,
        from response: HTTPResponse,
        endpoint: ServiceEndpoint
    ) throws(CredentialsError) {
        let answer = JSONValue(parsing: response.body)
        guard response.status == 200 else {
            let redaction = Redaction([file.refreshToken, file.credentials.secretAccessKey])
            let reason = [answer?["error"]?.text, answer?["message"]?.text]
                .compactMap { $0.map { redaction.apply(to: $0) } }.joined(separator: ": ")
            let isTransient = HTTPRetry.isTransient(response)
            throw CredentialsError(
                isTransient ? .unreachable : .loginRequired,
                "\(endpoint.base) did not refresh the login session \(Quoted(session)): status \(response.status)"
                    + "\(reason.isEmpty ? "" : ", \(reason)").",
                remedy: isTransient ? nil : remedy
            )
        }
        guard let part = answer?["accessToken"], let key = part["accessKeyId"]?.text,
            let secret = part["secretAccessKey"]?.text, let token = part["sessionToken"]?.text,
            let seconds = answer?["expiresIn"]?.number, (1...604_800).contains(seconds),
            let refreshToken = answer?["refreshToken"]?.text
        else {
            throw CredentialsError(
                .malformedResponse,
                "\(endpoint.base) answered with something that is not a login session.",
                remedy: remedy
            )
        }
        let expiration = Date(
            timeIntervalSince1970: Double(AWSTimestamp.wholeSeconds(context.clock.now())) + seconds.rounded(.down)
        )
        let credentials = Credentials(
            accessKeyID: key,
            secretAccessKey: secret,
            sessionToken: token,
            expiration: expiration,
            accountID: file.credentials.accountID
        )
        file.update(credentials, expiration: expiration, refreshToken: refreshToken)
    }

    private var remedy: String { "Run `aws login --profile \(profile)`." }
}
