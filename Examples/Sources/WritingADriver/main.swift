// A driver around a client library, and what the connector makes of it.

import AuroraDSQL
import AuroraDSQLCredentials

/// A provider that needs no AWS: the client library here connects to nobody.
struct NoProvider: TokenProvider {
    func token(for request: AuthToken.Request) async throws -> AuthToken { AuthToken(password: "none") }
}

let statements = try await withDSQLClient(
    configuration: ConnectionConfiguration(host: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"),
    driver: SomeDriver(),
    tokenProvider: NoProvider()
) { client in
    let connection = try await client.withTransaction(retrying: .default) { connection in
        try await connection.execute("UPDATE accounts SET balance = 0")
        return connection
    }
    return connection.client.statements
}
print(statements.joined(separator: "; "))
