import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import AuroraDSQLPostgresNIO
import Logging
import PostgresNIO

/// A pool of ten connections that is measured: a lease, `SELECT 1`, and the connection's return.
protocol Subject: Sendable {
    var name: String { get }

    func selectOne() async throws -> Int
}

/// PostgreSQL's own password, where a cluster would want a token.
struct FixedPassword: TokenProvider {
    let password: AuthToken

    func token(for request: AuthToken.Request) async throws -> AuthToken { password }
}

let silent = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }

extension DSQLClient: Subject where Driver: Measured {
    var name: String { Driver.measuredName }

    func selectOne() async throws -> Int { try await withConnection { try await Driver.selectOne($0) } }
}

/// A driver, as far as it is measured.
protocol Measured: PostgresDriver {
    static var measuredName: String { get }

    static func selectOne(_ connection: Connection) async throws -> Int
}

extension LibpqDriver: Measured {
    static var measuredName: String { "DSQLClient on libpq" }

    static func selectOne(_ connection: LibpqConnection) async throws -> Int {
        Int(try await connection.query("SELECT 1").decode(Int64.self, row: 0, column: 0))
    }
}

extension PostgresNIODriver: Measured {
    static var measuredName: String { "DSQLClient on PostgresNIO" }

    static func selectOne(_ connection: PostgresConnection) async throws -> Int { try await one(connection) }
}

extension PostgresClient: Subject {
    var name: String { "PostgresClient" }

    func selectOne() async throws -> Int { try await withConnection { try await one($0) } }
}

private func one(_ connection: PostgresConnection) async throws -> Int {
    var sum = 0
    for try await value in try await connection.query("SELECT 1", logger: silent).decode(Int.self) { sum += value }
    return sum
}
