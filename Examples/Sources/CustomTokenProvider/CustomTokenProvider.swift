import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq

/// Tokens from a command of one's own, here from a closure.
struct BrokerTokenProvider: TokenProvider {
    var ask: @Sendable (_ host: String, _ user: String) async throws -> String

    func token(for request: AuthToken.Request) async throws -> AuthToken {
        AuthToken(password: try await ask(request.endpoint.host, request.user))
    }
}

@main
struct CustomTokenProvider {
    static func main() async throws {
        let configuration = try ConnectionConfiguration(url: CommandLine.arguments.dropFirst().first ?? "")
        let signer = IAMTokenProvider()
        let broker = BrokerTokenProvider { host, user in
            print("a token for \(user)")
            let request = AuthToken.Request(endpoint: try ClusterEndpoint(host), user: user)
            return try await signer.token(for: request).password
        }
        try await withDSQLClient(configuration: configuration, driver: .libpq, tokenProvider: broker) { client in
            for _ in 0..<3 {
                let user = try await client.withConnection { connection in
                    try await connection.query("SELECT current_user::text")[0].decode(String.self, at: 0)
                }
                print("logged in as \(user)")
            }
        }
    }
}
