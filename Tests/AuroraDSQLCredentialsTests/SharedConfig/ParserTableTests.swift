import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct ParserTableTests {
    @Test func `the table has its rows`() {
        #expect(ParserCase.all.count >= 150)
    }

    @Test(arguments: ParserCase.all)
    func `the files say what the table says`(_ row: ParserCase) throws {
        if let expected = row.error {
            let error = #expect(throws: CredentialsError.self) { try row.read() }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.hasPrefix("Line \(expected.line) of \"/home/user/.aws/") == true)
            #expect(error?.message.contains(expected.piece) == true, "\(error?.message ?? "")")
            return
        }
        let read = try row.read()
        #expect(SharedConfiguration.json(read.profiles) == row.value["profiles"])
        if let sessions = row.value["ssoSessions"] { #expect(SharedConfiguration.json(read.ssoSessions) == sessions) }
        if let services = row.value["services"] { #expect(SharedConfiguration.json(read.services) == services) }
    }

    @Test func `a line that is passed over is noted by its number alone`() throws {
        let text = "[profile dev]\nin valid = secret-value\n[other]\nx = 1\n"
        let document = try ConfigurationParser.parse(Array(text.utf8), as: .config, path: "config")
        #expect(document.notes.map(\.line) == [2, 3])
        #expect(!document.notes.map(\.reason).joined().contains("secret-value"))
    }

    @Test func `UTF-16 is refused with a remedy`() {
        let error = #expect(throws: CredentialsError.self) {
            try ConfigurationParser.parse([0xFF, 0xFE, 0x5B, 0x00], as: .config, path: "config")
        }
        #expect(error?.message.contains("UTF-16") == true)
    }

    @Test(arguments: [
        ("in a value", Array("[default]\na = ".utf8) + [0xE9], 2),
        ("in a name", Array("[default]\n".utf8) + [0xFF] + Array(" = 1".utf8), 2),
        ("in a header", Array("[profile ".utf8) + [0xC3, 0x28] + Array("]".utf8), 1),
        ("in a continuation", Array("[default]\na = 1\n ".utf8) + [0x80], 3),
    ])
    func `bytes that are not UTF-8 are refused`(_ place: String, _ bytes: [UInt8], _ line: Int) {
        let error = #expect(throws: CredentialsError.self) {
            try ConfigurationParser.parse(bytes, as: .config, path: "config")
        }
        #expect(error?.message.contains("Line \(line) ") == true)
        #expect(error?.message.contains("UTF-8") == true)
    }

    @Test func `bytes that are not UTF-8 do no harm in a comment`() throws {
        let bytes = Array("# caf".utf8) + [0xE9] + Array("\n[default]\na = 1 # ".utf8) + [0xFF]
        let document = try ConfigurationParser.parse(bytes, as: .config, path: "config")
        #expect(document.profiles["default"]?["a"] == "1")
    }

    @Test func `more settings than the limit are refused with the line`() {
        let limit = ConfigurationParser.entryLimit
        let text = "[default]\n" + (0...limit).map { "k\($0)=1\n" }.joined()
        let error = #expect(throws: CredentialsError.self) {
            try ConfigurationParser.parse(Array(text.utf8), as: .config, path: "config")
        }
        #expect(error?.message.contains("Line \(limit + 1) ") == true)
    }

    @Test(arguments: ["a = 1\n", "[profile x]\n", " continued\n", "# comment\n", "\n", "a b = 1\n", "s =\n b = 1\n"])
    func `a long file of any line is read or refused`(_ line: String) throws {
        var text = "[default]\nfirst = 1\n"
        for _ in 0..<(400_000 / line.utf8.count) { text += line }
        do {
            let document = try ConfigurationParser.parse(Array(text.utf8), as: .config, path: "config")
            #expect(document.profiles["default"]?.settings["first"]?.hasPrefix("1") == true)
        } catch {
            #expect(error.code == .invalidConfiguration)
            #expect(error.message.contains("limit"))
        }
    }

    @Test func `every beginning of a file is read or refused`() {
        let text = "[default]\na = é # c\n\n[profile dev]\ns3 =\n  b = 1\n 2\n[sso-session x]\nregion=eu\r\n"
        let bytes = Array(text.utf8)
        for end in bytes.indices {
            do {
                _ = try ConfigurationParser.parse(Array(bytes[..<end]), as: .config, path: "config")
            } catch {
                #expect(error.code == .invalidConfiguration)
            }
        }
    }
}
