import AuroraDSQL
import TestSupport
import Testing

@Suite struct ConnectionURLSecrecyTests {
    private static let token =
        "h.dsql.us-east-1.on.aws/?Action=DbConnectAdmin&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=K&hunter2Sig"
        + "=hunter2Sig&X-Amz-Signature=hunter2Sig"

    @Test(arguments: [
        "postgres://admin:hunter2@h/postgres", "postgres://admin:hunter2@", "postgres://:hunter2@h",
        "postgres://admin:hunter2", "postgres://admin:hunter2/x@h", "postgres://admin:1/hunter2@h/db",
        "postgres://admin:1?hunter2=x@h", "postgres://admin:1?region=hunter2@h", "postgres://admin:1#hunter2@h",
        "postgres://admin:a@hunter2@h", "postgres://a@b:hunter2", "postgres://a@b:c?hunter2@h",
        "postgres://h/db?password=hunter2", "postgres://h/db?password=a&hunter2=b", "postgres://h/?hunter2&PASSWD=x",
        "postgres://h/db?regin=hunter2", "postgres://h/db?x=hunter2&x=hunter2", "postgres://hunter2%@h",
        "postgres://hunter2%00@h", "postgres://admin:hunter2\u{1}@h", "admin:hunter2@h", "http://admin:hunter2@h",
        "postgre://admin:hunter2@h", "postgres:admin:hunter2@h", "postgres:// admin:hunter2@h",
        "postgres://h/?tok%20en=hunter2", "postgres://h/?%hunter2=x",
    ])
    func `an error repeats no part that may be a secret`(url: String) {
        #expect { try ConnectionConfiguration(url: url) } throws: { !String(reflecting: $0).contains("hunter2") }
    }

    @Test(arguments: [
        token, "postgres://" + token, "postgres://admin:" + token + "@h/postgres", "postgres://h/?region=" + token,
    ])
    func `a token that was pasted in is not repeated`(url: String) {
        #expect { try ConnectionConfiguration(url: url) } throws: { error in
            !String(reflecting: error).contains("=hunter2Sig") && !String(reflecting: error).contains("AWS4-HMAC")
        }
    }

    /// Passwords of every awkward character, in URLs with and without other faults.
    @Test func `no error of 20,000 random URLs contains the password`() {
        var random = SplitMix64(seed: 7)
        let awkward = ["/", "?", "#", "@", ":", "%", "&", "=", "+", " ", ",", "[", "%40", "%zz", "\n", "\u{FC}", "."]
        let after = ["/postgres", "", "/", "?region=us-east-1", "/?regin=x", "/a/b", ":5433/x", ":abc", "#f", "/?=&"]
        let hosts = ["h", "", "[::1]", "a,b", "my_host", "abcdefghijklmnopqrstuvwxyz", "127.0.0.1"]
        for _ in 0..<20_000 {
            let secrets = (0..<Int.random(in: 1...3, using: &random)).map { _ in "Zq\(random.next() % 9_000 + 1_000)Kw"
            }
            // A password that begins like a port gets past the port's check.
            let start = random.pick(["", "1?", "1/", "1#", "1?region="])
            let password = start + secrets.joined(separator: random.pick(awkward))
            let end = random.pick(["@\(random.pick(hosts))\(random.pick(after))", "@h/?password=\(password)"])
            let url =
                random.pick(["postgres://", "postgresql://", "postgres:", ""]) + random.pick(["admin", "", "a@b"])
                + ":\(password)\(end)"
            do {
                let configuration = try ConnectionConfiguration(url: url)
                Issue.record("\(url.debugDescription) was taken for \(configuration)")
            } catch {
                let text = error.debugDescription
                #expect(!secrets.contains { text.contains($0) }, "\(url.debugDescription): \(text)")
            }
        }
    }

    /// Texts of every kind of piece, most of which are no URL.
    @Test func `no random text brings the parser down`() {
        var random = SplitMix64(seed: 11)
        let pieces = [
            "postgres://", "a", "5432", ":", "@", "/", "?", "#", "&", "=", "%", "%41", "%00", "%FF", "[", "]", ",",
            "\n",
            "region", "=us-east-1", "tokenDurationSecs=", "604800", "hostaddr=::1", "\u{0}", "\u{1F600}", "-1", ".",
            "+",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...10, using: &random)
            let text = "postgres://" + (0..<count).map { _ in random.pick(pieces) }.joined()
            do {
                let url = try ConnectionURL(text)
                #expect(url.port.map { (1...65_535).contains($0) } ?? true)
                #expect(url.user != "" && url.host != "" && url.database != "")
            } catch {
                #expect(error.code == .invalidConfiguration)
                #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 })
            }
        }
    }
}
