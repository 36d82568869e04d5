package import AuroraDSQL

/// What the fake driver throws: its own wrapping around what the server said, two layers deep.
package struct FakeError: Error, Sendable {
    /// The layer below.
    package struct Inner: Error, Sendable {
        /// What the server said.
        package var server: PostgresServerError
    }

    /// What happened.
    package enum Kind: Sendable {
        /// The server answered with an error.
        case server(Inner)
        /// The connection ended first.
        case lost
        /// The call was refused before anything was sent.
        case notSent(String)
    }

    /// What happened.
    package var kind: Kind

    /// An error of the server.
    package static func server(_ error: PostgresServerError) -> FakeError {
        FakeError(kind: .server(Inner(server: error)))
    }
    /// The connection ended first.
    package static var lost: FakeError { FakeError(kind: .lost) }
    /// Nothing was sent.
    package static func notSent(_ reason: String) -> FakeError { FakeError(kind: .notSent(reason)) }
}

extension PostgresServerError {
    /// A conflict as DSQL words it.
    package static func conflict(_ marker: String = "OC000") -> PostgresServerError {
        PostgresServerError(
            sqlState: "40001",
            message: "change conflicts with another transaction, please retry: (\(marker))"
        )
    }

    /// A refused login as DSQL words it.
    package static func refusal(
        _ reason: String,
        hint: String? = nil,
        sqlState: String = "08006"
    ) -> PostgresServerError {
        PostgresServerError(
            severity: "FATAL",
            sqlState: sqlState,
            message: "unable to accept connection, \(reason)",
            detail: "Session Id: 0123-abcd",
            hint: hint
        )
    }
}
