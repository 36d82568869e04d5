import AuroraDSQL
import AuroraDSQLCredentials
import DSQLCommand
import Foundation
import Testing
import TestSupport

/// The parts of `dsql doctor` that only decide.
@Suite struct DoctorValueTests {
    private static let host = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"

    private func advice(
        _ message: String,
        hint: String? = nil,
        state: String = "08006",
        user: String = "re porter"
    ) -> LoginAdvice {
        let error = PostgresServerError(severity: "FATAL", sqlState: state, message: message, hint: hint)
        let login = LoginAdvice.Login(host: Self.host, region: "us-east-1", user: user, action: "dsql:DbConnect")
        return LoginAdvice(ConnectRefusal(error), error, login: login)
    }

    private static let denied = "unable to accept connection, access denied"

    @Test(arguments: [
        (
            "User: arn:aws:sts::123456789012:assumed-role/App/i-0abc is not authorized to perform: dsql:DbConnect on "
                + "resource: arn:aws:dsql:us-east-1:123456789012:cluster/abc",
            "policy of arn:aws:iam::123456789012:role/App: {\"Effect\": \"Allow\", \"Action\": \"dsql:DbConnect\", "
                + "\"Resource\": \"arn:aws:dsql:us-east-1:123456789012:cluster/abc\"}"
        ),
        (
            "User: somebody is not authorized to perform: dsql:DbConnect",
            "\"Resource\": \"arn:aws:dsql:us-east-1:<account>:cluster/abcdefghijklmnopqrstuvwxyz\""
        ),
        (
            "Wrong user to action mapping. user: re porter, action: DbConnectAdmin",
            "every other user needs dsql:DbConnect"
        ),
        (
            "role arn:aws:iam::123456789012:role/App is not mapped",
            "AWS IAM GRANT \"re porter\" TO 'arn:aws:iam::123456789012:role/App';"
        ),
        (
            "no mapping",
            "CREATE ROLE \"re porter\" WITH LOGIN; AWS IAM GRANT \"re porter\" TO 'arn:aws:iam::<account>:role/<role>'"
        ),
        ("The security token included in the request is invalid.", "AWS does not know these keys"),
        (
            "Signature not yet current: 20250827T120000Z is still later than 20250827T115000Z",
            "Set this machine's clock"
        ),
        ("Signature expired: 20250827T120000Z is now earlier than 20250827T121000Z", "Set this machine's clock"),
    ])
    func `a hint is turned into what to do`(_ hint: String, _ remedy: String) {
        let advice = advice(Self.denied, hint: hint)
        #expect(advice.kind == .permission)
        #expect(advice.remedy.contains(remedy), "\(advice.remedy)")
    }

    @Test func `both times of an expired signature are said`() {
        let hint = "Signature expired: 20250827T120000Z is now earlier than 20250827T121000Z"
        let text = advice(Self.denied, hint: hint).text
        #expect(text.contains("2025-08-27T12:00:00Z") && text.contains("2025-08-27T12:10:00Z"), "\(text)")
        #expect(advice(Self.denied, hint: "Signature expired").text.contains("made just now"))
    }

    @Test(arguments: [
        ("unable to accept connection, waking up cluster, please retry later", "08006", "in a minute"),
        ("Unable to accept connection, too many open connections.", "53300", "quota"),
        ("Unable to accept connection, rate exceeded.", "53400", "some seconds"),
        ("the database system is starting up", "57P03", "in a minute"),
        ("unable to accept connection, sni was not received", "08006", "proxy"),
        ("something new", "XX000", "status"),
    ])
    func `what passes is told from what does not`(_ message: String, _ state: String, _ remedy: String) {
        let advice = advice(message, state: state)
        #expect(advice.kind == .availability)
        #expect(advice.remedy.contains(remedy), "\(advice.remedy)")
    }

    @Test func `a database that is not there, and a role that is not`() {
        #expect(advice("database \"x\" does not exist", state: "3D000").kind == .value)
        #expect(advice("role \"x\" does not exist", state: "28000").remedy.contains("AWS IAM GRANT"))
        #expect(advice(Self.denied, hint: "no", user: "admin").remedy.contains("Allow dsql:DbConnect"))
        #expect(advice(Self.denied, hint: "no", user: "a\"b").remedy.contains("CREATE ROLE \"a\"\"b\" "))
    }

    @Test func `a report names each step, and the remedy behind the broken one`() throws {
        var report = DoctorReport()
        report.add(.init("endpoint", .ok, "a \"host\"\n", facts: [.init("host", "a\u{1}b")], milliseconds: 12.34))
        report.add(.init("clock", .skipped, "not checked"))
        report.add(.init("login", .broken, "No.", remedy: "Do it."), status: 77)
        #expect(
            report.text.hasSuffix(
                "(12.3 ms)\nclock        -       not checked\nlogin        broken  No.\n             to do   Do it.\n"
            )
        )
        #expect(report.status == 77 && report.broken?.name == "login")
        let object = try #require(JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
        #expect(object["ok"] as? Bool == false)
        let steps = try #require(object["steps"] as? [[String: Any]])
        #expect(steps[0]["text"] as? String == "a \"host\"\n")
        #expect(steps[0]["milliseconds"] as? Double == 12.3)
        #expect(steps[0]["facts"] as? [String: String] == ["host": "a\u{1}b"])
        #expect(steps[2]["remedy"] as? String == "Do it.")
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sat, 28 Nov 2026 23:59:60 GMT", 1_795_910_400), ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("", nil),
        ("Sun Nov  6 08:49:37 1994", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil),
        ("Sun, 99 Nov 1994 08:49:37 GMT", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
        ("Sun, 06 Nov 99999999999999999999 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
    ])
    func `a date of HTTP is read, or is none`(_ text: String, _ seconds: Int?) {
        #expect(HTTPDate.parse(text).map { Int($0.timeIntervalSince1970) } == seconds)
    }

    @Test(arguments: [
        (0.0, 900, ClockComparison.Verdict.ok), (-29, 900, .ok), (31, 900, .note), (300, 900, .note),
        (301, 900, .broken),
        (-899, 900, .note), (-900, 900, .broken), (-20, 15, .broken),
    ])
    func `a clock is judged by what the cluster will say`(
        _ lead: Double,
        _ seconds: Int,
        _ verdict: ClockComparison.Verdict
    ) {
        let server = Date(timeIntervalSince1970: 1_800_000_000)
        #expect(ClockComparison(server: server, local: server + lead).verdict(tokenSeconds: seconds) == verdict)
    }

    @Test func `the messages of a login are read however they arrive`() throws {
        let error = Array("SFATAL\0VFATAL\0C08006\0Mno\0Hwhy\0\0".utf8)
        let bytes: [UInt8] =
            [0x52, 0, 0, 0, 8, 0, 0, 0, 3, 0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x53, 0, 0, 0, 8] + Array("a\0b\0".utf8)
            + [
                0x4B, 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 2, 0x5A, 0, 0, 0, 5, 0x49, 0x45, 0, 0, 0,
                UInt8(error.count + 4),
            ]
            + error
        let expected: [ServerMessage] = [
            .passwordRequest, .authenticated, .setting(name: "a", value: "b"), .other, .ready,
            .error(
                PostgresServerError(fields: [
                    .localizedSeverity: "FATAL", .severity: "FATAL", .sqlState: "08006", .message: "no", .hint: "why",
                ])
            ),
        ]
        for size in 1...bytes.count {
            var reader = ServerMessageReader()
            var found: [ServerMessage] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.append(Array(bytes[start..<min(start + size, bytes.count)]))
                while let message = try reader.next() { found.append(message) }
            }
            #expect(found == expected, "in pieces of \(size)")
        }
    }

    @Test(arguments: [
        Array("HTTP/1.1 400".utf8), [0x52, 0, 0, 0, 3], [0x52, 0x7F, 0xFF, 0xFF, 0xFF], [0x52, 0, 0, 0, 6, 0, 0],
        [0, 1],
        [0x53, 0, 0, 0, 5, 0x61], [0x45, 0, 0, 0, 6, 0x53, 0x61],
    ])
    func `bytes that are no message are refused`(_ bytes: [UInt8]) {
        var reader = ServerMessageReader()
        reader.append(bytes)
        #expect(throws: ServerMessageReader.Malformed.self) { while try reader.next() != nil {} }
    }

    @Test func `random bytes are read or refused, and nothing else`() {
        var random = SplitMix64(seed: 11)
        for _ in 0..<20_000 {
            var reader = ServerMessageReader()
            reader.append([random.pick([0x52, 0x45, 0x53, 0x5A, 0x4E]), 0, 0] + random.bytes(40))
            do { while try reader.next() != nil {} } catch {}
        }
    }
}
