import AuroraDSQLCredentials
import TestSupport
import Testing

/// botocore reads the same files.
@Suite struct BotocoreProfileTests {
    @Test func `botocore says the same, but where the table says why not`() throws {
        let rows = ParserCase.all
        let answers = try PythonOracle.ask("botocore_profiles.py", .array(rows.map(\.value))).elements
        #expect(answers.count == rows.count)
        for (row, answer) in zip(rows, answers) {
            let isSame = BotocoreProfileTests.agrees(try? row.read(), answer)
            #expect(isSame == (row.differs == nil), "\(row): botocore says \(answer)")
        }
    }

    @Test func `botocore says the same of random files`() throws {
        var random = RandomFile(seed: 20_250_827)
        let files = (0..<300).map { _ in
            JSONValue.object([
                "config": .string(random.text(prefix: "profile ")), "credentials": .string(random.text(prefix: "")),
            ])
        }
        let answers = try PythonOracle.ask("botocore_profiles.py", .array(files)).elements
        #expect(answers.count == files.count)
        for (file, answer) in zip(files, answers) {
            let row = ParserCase(group: "random", value: file)
            #expect(BotocoreProfileTests.agrees(try? row.read(), answer), "\(file) is \(answer)")
        }
    }

    private static func agrees(_ read: SharedConfiguration?, _ answer: JSONValue) -> Bool {
        guard let read else { return answer["error"] != nil }
        return answer["profiles"] == SharedConfiguration.json(read.profiles)
            && answer["ssoSessions"] == SharedConfiguration.json(read.ssoSessions)
            && answer["services"] == SharedConfiguration.json(read.services)
    }
}

/// Files made of everything on which botocore and we agree.
struct RandomFile {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    private mutating func below(_ bound: Int) -> Int {
        // xorshift64*: the same files on every machine.
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int((state &* 2_685_821_657_736_338_717) >> 33) % bound
    }

    private mutating func pick(_ texts: [String]) -> String { texts[below(texts.count)] }

    /// A file whose profiles' headers begin with `prefix`.
    mutating func text(prefix: String) -> String {
        var names = ["dev", "a.b/c", "x@y:z", "P_1-2%+", "second"]
        var text = pick(["", "# head\n", "; head\n\n"])
        if below(2) == 0 { text += section("default") }
        for _ in 0..<below(4) {
            text += section(prefix + names.remove(at: below(names.count)))
        }
        if !prefix.isEmpty, below(3) == 0 { text += section("sso-session corp") }
        return text
    }

    private mutating func section(_ header: String) -> String {
        let end = pick(["\n", "\r\n"])
        var text = "[\(header)]\(pick(["", " ", " # note"]))\(end)"
        var keys = ["region", "Aws_Access_Key_Id", "aws_secret_access_key", "output", "a-b", "s3", "sts"]
        for _ in 0..<below(5) {
            let key = keys.remove(at: below(keys.count))
            text += key + pick(["=", " = ", "\t=\t"])
            if key.hasPrefix("s") {
                text += "\(end)  one = \(value())\(end)\tTWO=\(value())\(end)".lowercased()
            } else {
                text += value() + end
                if below(4) == 0 { text += "  \(value())\(end)" }
            }
            text += pick(["", "", "\(end)", "# note\(end)", "   ; note\(end)"])
        }
        return text
    }

    private mutating func value() -> String {
        pick(["us-east-1", "a=b", "a:b", "x y", "p#q", "é😂", "\"quoted\"", "[x]", "%(y)s", "ab/cd+ef=="])
    }
}
