import AuroraDSQL
import TestSupport
import Testing

@Suite struct OCCConflictTests {
    static let conflicts: [(String, String, OCCConflict?)] = [
        ("40001", "change conflicts with another transaction (OC000)", .data),
        ("40001", "schema has been updated by another transaction (OC001)", .schema),
        ("40001", "trailing space (OC001) \n", .schema),
        ("40001", "could not serialize access due to concurrent update", .unspecified),
        ("40001", "(OC000) in the middle only", .unspecified),
        ("40001", "row (OC001) and another (OC000)", .data),
        ("40001", "", .unspecified),
        ("OC000", "conflict", .data),
        ("OC001", "conflict", .schema),
        ("", "change conflicts (OC000)", nil),
        ("40P01", "deadlock detected (OC000)", nil),
        ("23505", "Key (code)=(40001) exists (OC000)", nil),
        ("40003", "unknown (OC000)", nil),
        ("400010", "no SQLSTATE (OC000)", nil),
    ]

    @Test(arguments: conflicts)
    func `a conflict is read off SQLSTATE and the marker that ends the message`(
        sqlState: String,
        message: String,
        expected: OCCConflict?
    ) {
        #expect(OCCConflict(PostgresServerError(sqlState: sqlState, message: message)) == expected)
    }

    @Test(arguments: ["40001 (OC000)", "40001 (OC001)"])
    func `detail and hint count for nothing`(text: String) {
        let other = PostgresServerError(sqlState: "23505", message: "duplicate", detail: text, hint: text)
        #expect(OCCConflict(other) == nil)
        let conflict = PostgresServerError(sqlState: "40001", message: "conflict", detail: text, hint: text)
        #expect(OCCConflict(conflict) == .unspecified)
    }

    struct TextError: Error, CustomStringConvertible {
        let description = "40001: change conflicts with another transaction (OC000)"
    }

    @Test func `an attempt's failure is found through every wrapping, and never in text`() throws {
        let driver = FakePostgresDriver()
        let wrapped = FakeError.server(.conflict("OC001"))
        let twice = DSQLError(.connectionFailed, "Outer.", cause: DSQLError(.hookFailed, "Inner.", cause: wrapped))
        #expect(AttemptFailure(wrapped, driver: driver) == .conflict(.schema))
        #expect(AttemptFailure(twice, driver: driver) == .conflict(.schema))
        #expect(AttemptFailure(PostgresServerError.conflict(), driver: driver) == .conflict(.data))
        #expect(AttemptFailure(TextError(), driver: driver) == .other)
        #expect(AttemptFailure(DSQLError(.connectionFailed, "40001 (OC000)"), driver: driver) == .other)
        #expect(AttemptFailure(FakeError.lost, driver: driver) == .uncertain)
        let unavailable = PostgresServerError(sqlState: "XX000", message: "server unavailable")
        #expect(AttemptFailure(FakeError.server(unavailable), driver: driver) == .uncertain)
        #expect(try FakeClient().client.conflict(in: twice) == .schema)
        #expect(try FakeClient().client.conflict(in: TextError()) == nil)
    }
}
