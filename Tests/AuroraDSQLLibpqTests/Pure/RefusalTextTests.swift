import AuroraDSQL
import AuroraDSQLLibpq
import Testing

@Suite struct RefusalTextTests {
    @Test func `a refusal is taken apart into its fields`() throws {
        let error = try #require(
            RefusalText.serverError(
                in: """
                    connection to server at "localhost" (127.0.0.1), port 5432 failed: FATAL:  28000: unable to accept \
                    connection, access denied
                    DETAIL:  Session Id: 7jd2
                    HINT:  Signature expired: 20260101T000000Z is now earlier
                    than it should be
                    LOCATION:  login, file.c:12

                    """
            )
        )
        #expect(error.severity == "FATAL")
        #expect(error.sqlState == "28000")
        #expect(error.message == "unable to accept connection, access denied")
        #expect(error.detail == "Session Id: 7jd2")
        #expect(error.hint == "Signature expired: 20260101T000000Z is now earlier\nthan it should be")
        #expect(error.isFatal)
    }

    @Test func `a refusal without a prefix and with one line is understood`() throws {
        let error = try #require(
            RefusalText.serverError(in: "FATAL:  53300: too many connections: 3 of 3 failed: no\n")
        )
        #expect(error.sqlState == "53300")
        #expect(error.message == "too many connections: 3 of 3 failed: no")
        #expect(error.detail == nil)
    }

    @Test(arguments: [
        "",
        "connection to server at \"h\" (1.2.3.4), port 5432 failed: Connection refused\n\tIs the server running?\n",
        "connection to server at \"h\" (1.2.3.4), port 5432 failed: SSL error: certificate verify failed",
        "connection to server at \"h\" (1.2.3.4), port 5432 failed: server closed the connection unexpectedly",
        "FATAL:  no state here",
        "FATAL:  2800: short",
        "FATAL:  28a00: lower case",
        "two words:  28000: text",
        "error: 28000: one space",
    ])
    func `what libpq says by itself is no server error`(message: String) {
        #expect(RefusalText.serverError(in: message) == nil)
    }

    @Test func `libpq's advice is left out`() {
        let message = "root certificate file \"/absent\" does not exist\nEither provide the file or change sslmode.\n"
        #expect(RefusalText.firstLine(of: message) == "root certificate file \"/absent\" does not exist")
    }
}
