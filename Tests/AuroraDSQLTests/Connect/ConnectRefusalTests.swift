import AuroraDSQL
import TestSupport
import Testing

@Suite struct ConnectRefusalTests {
    typealias Case = (PostgresServerError, ConnectRefusal, DSQLError.Code, PoolStateMachine.Disposition)

    static let cases: [Case] = [
        (
            .refusal("access denied", hint: "Signature expired: 20260102T030405Z is now earlier than ..."),
            .signatureExpired, .clockSkew, .permanent
        ),
        (.refusal("ACCESS DENIED", hint: "SIGNATURE EXPIRED"), .signatureExpired, .clockSkew, .permanent),
        (
            .refusal("access denied", hint: "Signature expired", sqlState: "28P01"),
            .signatureExpired, .clockSkew, .permanent
        ),
        (.refusal("access denied", hint: "Signature expired", sqlState: ""), .signatureExpired, .clockSkew, .permanent),
        (
            .refusal("access denied", hint: "Wrong user to action mapping. user: admin, action: DbConnect"),
            .wrongAction, .wrongAction, .permanent
        ),
        (
            .refusal("access denied", hint: "User: arn:aws:sts::1:x is not authorized to perform: dsql:DbConnect"),
            .notAuthorized, .notAuthorized, .permanent
        ),
        (.refusal("access denied"), .accessDenied, .notAuthorized, .permanent),
        (.refusal("waking up cluster, please retry later"), .wakingUp, .wakingUp, .wait),
        (.refusal("too many open connections."), .tooManyConnections, .tooManyConnections, .wait),
        (
            .refusal("too many open connections.", sqlState: "53300"),
            .tooManyConnections, .tooManyConnections, .wait
        ),
        (.refusal("rate exceeded.", sqlState: "53400"), .rateExceeded, .connectionRateExceeded, .wait),
        (
            PostgresServerError(severity: "FATAL", sqlState: "53300", message: "sorry, too many clients already"),
            .tooManyConnections, .tooManyConnections, .wait
        ),
        (
            PostgresServerError(severity: "FATAL", sqlState: "57P03", message: "the database system is starting up"),
            .startingUp, .wakingUp, .wait
        ),
        (.refusal("sni was not received"), .sniMissing, .tlsFailed, .permanent),
        (
            PostgresServerError(severity: "FATAL", sqlState: "08P01", message: "SSL is mandatory"),
            .tlsRequired, .tlsFailed, .permanent
        ),
        (
            PostgresServerError(severity: "FATAL", sqlState: "3D000", message: "database \"x\" does not exist"),
            .other, .connectionFailed, .network
        ),
        (
            .refusal("access denied", hint: "Signature expired", sqlState: "42501"),
            .other, .connectionFailed, .network
        ),
        (
            PostgresServerError(sqlState: "08006", message: "role \"unable to accept connection, waking up cluster\""),
            .other, .connectionFailed, .network
        ),
    ]

    @Test(arguments: cases.indices)
    func `a refusal is read by SQLSTATE, text and hint`(index: Int) throws {
        let (server, refusal, code, disposition) = Self.cases[index]
        #expect(ConnectRefusal(server) == refusal)
        #expect(refusal.disposition == disposition)
        let error = try refusal.error(
            server,
            cause: FakeError.server(server),
            parameters: FakeClient.parameters(),
            wallTime: "2026-01-02T03:04:05Z"
        )
        #expect(error.code == code)
        #expect(error.cause is FakeError)
        #expect(error.message.contains(server.hint ?? server.message) || error.message.contains("\\\""))
    }

    @Test func `clock skew names both times`() throws {
        let server = PostgresServerError.refusal("access denied", hint: "Signature expired: now is 20260102T040000Z")
        let error = try ConnectRefusal.signatureExpired.error(
            server,
            cause: FakeError.server(server),
            parameters: FakeClient.parameters(),
            wallTime: "2026-01-02T03:04:05Z"
        )
        #expect(error.message.contains("2026-01-02T03:04:05Z"))
        #expect(error.message.contains("20260102T040000Z"))
        #expect(error.sessionID == "0123-abcd")
    }

    @Test func `the remedies name the action and the user`() throws {
        let parameters = try FakeClient.parameters(user: "reporting")
        let server = PostgresServerError.refusal("access denied", hint: "User: x is not authorized to perform: y")
        let error = ConnectRefusal.notAuthorized.error(
            server,
            cause: FakeError.server(server),
            parameters: parameters,
            wallTime: ""
        )
        #expect("\(error)".contains("dsql:DbConnect "))
        #expect("\(error)".contains("\"reporting\""))
    }

    @Test(
        arguments: [
            ("Session Id: abc", "abc"), ("session id:abc\nmore", "abc"), ("text\nSession Id:  x-1 ", "x-1"),
            ("no session", nil), ("Session Id: ", nil), (nil, nil),
        ] as [(String?, String?)]
    )
    func `the session's identifier is found in the detail`(detail: String?, expected: String?) {
        let error = PostgresServerError(sqlState: "08006", message: "no", detail: detail)
        #expect(ConnectRefusal.sessionID(error) == expected)
    }
}
