import FoundationEssentials
import Logging

/// A provider of an account's role behind IAM Identity Center, for somebody who ran `aws sso login`.
package struct SSOCredentialsProvider: CredentialsProvider {
    /// As long before its end is a token refreshed.
    private static let refreshWindow = 5.0 * 60

    private let source: SingleSignOnSource
    private let profile: String
    private let context: ProviderContext
    private let settings: ProviderSettings

    init(_ source: SingleSignOnSource, profile: String, context: ProviderContext, settings: ProviderSettings) {
        self.source = source
        self.profile = profile
        self.context = context
        self.settings = settings
    }

    /// Reads the token, refreshes it where that is due, and asks the portal for the role's credentials.
    package func credentials() async throws -> Credentials {
        let region = try Region(source.region)
        let token = try await currentToken(region: region)
        let endpoint = try ServiceEndpoint(.sso, region: region, settings: settings)
        let query =
            "role_name=\(FormEncoding.encode(source.roleName))&account_id=\(FormEncoding.encode(source.accountID))"
        var request = HTTPRequest(
            "GET",
            endpoint.url("/federation/credentials?\(query)"),
            headers: [HTTPField("x-amz-sso_bearer_token", token), HTTPField("Accept", "application/json")]
        )
        request.caBundle = settings.caBundle
        let response = try await HTTPRetry(context, attempts: try settings.maxAttempts)
            .send("GetRoleCredentials") { request }
        return try read(response, endpoint: endpoint, token: token)
    }

    private func currentToken(region: Region) async throws -> String {
        let paths = ConfigurationPaths(environment: context.environment, files: context.files)
        guard let home = paths.home else {
            throw CredentialsError(
                .invalidConfiguration,
                "The SSO token cannot be looked for: there is no home directory.",
                remedy: "Set HOME."
            )
        }
        var file = try SSOTokenFile(
            path: SSOTokenFile.path(for: source, home: home),
            files: context.files,
            remedy: remedy
        )
        let now = context.clock.now()
        let remaining = file.expiresAt.timeIntervalSince(now)
        if source.session != nil, remaining <= SSOCredentialsProvider.refreshWindow,
            let parts = file.refreshParts(at: now)
        {
            do {
                let answer = try await SSOTokenRefresh(context: context, settings: settings)
                    .refresh(
                        clientID: parts.clientID,
                        secret: parts.clientSecret,
                        token: parts.refreshToken,
                        in: region
                    )
                file.update(
                    accessToken: answer.accessToken,
                    expiresAt: context.clock.now().addingTimeInterval(answer.expiresIn),
                    refreshToken: answer.refreshToken
                )
                save(file)
            } catch let error as CredentialsError {
                guard remaining > 0 else {
                    throw CredentialsError(
                        error.code == .refused ? .loginRequired : error.code,
                        "The SSO token has expired and could not be refreshed: \(error.message)",
                        remedy: remedy,
                        cause: error
                    )
                }
                // Not a failure yet: the token in hand is good for a while.
                context.logger.debug("The SSO token was not refreshed.", metadata: ["reason": "\(error.message)"])
            }
        }
        guard file.expiresAt > context.clock.now() else {
            throw CredentialsError(
                .loginRequired,
                "The SSO token of \(Quoted(source.session ?? source.startURL)) has expired.",
                remedy: remedy
            )
        }
        return file.accessToken
    }

    private func save(_ file: SSOTokenFile) {
        do throws(CredentialsError) {
            try context.files.writeAtomically(try file.content.serialized(), to: file.path)
        } catch {
            context.logger.debug("The SSO token was not written back.", metadata: ["reason": "\(error.message)"])
        }
    }

    private func read(
        _ response: HTTPResponse,
        endpoint: ServiceEndpoint,
        token: String
    ) throws(CredentialsError) -> Credentials {
        let subject = "the role \(Quoted(source.roleName)) in the account \(Quoted(source.accountID))"
        let answer = JSONValue(parsing: response.body)
        guard response.status == 200 else {
            let reason = answer?["message"]?.text.map { ": " + Redaction([token]).apply(to: $0) } ?? "."
            throw CredentialsError(
                response.status == 401 ? .loginRequired : HTTPRetry.isTransient(response) ? .unreachable : .refused,
                "\(endpoint.base) answered status \(response.status) for \(subject)\(reason)",
                remedy: response.status == 401
                    ? remedy
                    : response.status < 500 ? "Check sso_account_id and sso_role_name, and what you are assigned." : nil
            )
        }
        guard let part = answer?["roleCredentials"], let key = part["accessKeyId"]?.text,
            let secret = part["secretAccessKey"]?.text, let session = part["sessionToken"]?.text,
            let milliseconds = part["expiration"]?.number, milliseconds > 0, milliseconds < 253_402_300_799_000
        else {
            throw CredentialsError(
                .malformedResponse,
                "\(endpoint.base) answered with something that is not the credentials of \(subject)."
            )
        }
        return Credentials(
            accessKeyID: key,
            secretAccessKey: secret,
            sessionToken: session,
            expiration: Date(timeIntervalSince1970: milliseconds / 1_000),
            accountID: source.accountID
        )
    }

    private var remedy: String { "Run `aws sso login --profile \(profile)`." }
}
