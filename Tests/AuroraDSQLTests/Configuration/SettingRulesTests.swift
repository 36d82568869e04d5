import AuroraDSQL
import Testing

@Suite struct SettingRulesTests {
    private func refuses(_ shown: String, _ change: (inout ConnectionConfiguration) -> Void) -> Bool {
        var configuration = ConnectionConfiguration(host: clusterHost)
        change(&configuration)
        do {
            _ = try configuration.resolve()
            return false
        } catch {
            return error.code == .invalidConfiguration && error.description.contains(shown) && error.remedy != nil
        }
    }

    private func takes(_ change: (inout ConnectionConfiguration) -> Void) -> Bool {
        var configuration = ConnectionConfiguration(host: clusterHost)
        change(&configuration)
        return (try? configuration.resolve()) != nil
    }

    @Test(arguments: ["", " ", "::1", "127.0.0.1", "one,two", "postgres://\(clusterHost)"])
    func `a host that is none is refused`(host: String) {
        #expect(refuses("host") { $0.host = host })
    }

    @Test(arguments: [1, 5432, 65_535]) func `a port is taken`(port: Int) throws {
        #expect(takes { $0.port = port })
        #expect(try SettingRules.port("\(port)") == port)
    }

    @Test(arguments: [0, -1, 65_536, .max, .min]) func `a number that is no port is refused`(port: Int) {
        #expect(refuses("\(port)") { $0.port = port })
        #expect(throws: DSQLError(.invalidConfiguration, "")) { try SettingRules.port("\(port)") }
    }

    @Test(arguments: ["", "abc", "+1", " 1", "1 ", "0x10", "5432.0", "\u{FF11}", "99999999999999999999"])
    func `a text that is no port is refused`(text: String) {
        #expect(throws: DSQLError(.invalidConfiguration, "")) { try SettingRules.port(text) }
    }

    @Test(arguments: [1, 120, 300, 450, 900, 604_800]) func `a duration of a token is taken`(seconds: Int) throws {
        #expect(takes { $0.tokenDuration = .seconds(seconds) })
        #expect(try SettingRules.tokenDuration(seconds: "\(seconds)") == .seconds(seconds))
    }

    @Test(
        arguments: [
            .zero, .seconds(-5), .seconds(604_801), .milliseconds(1_500), .nanoseconds(1), .seconds(Int64.max),
            .seconds(604_800) + .nanoseconds(1),
        ] as [Duration]
    )
    func `a duration no token has is refused`(duration: Duration) {
        #expect(refuses("\(duration)") { $0.tokenDuration = duration })
    }

    @Test(arguments: ["", "0", "-5", "604801", "1.5", "abc", "900s", "99999999999999999999"])
    func `a text that is no duration is refused`(text: String) {
        #expect(throws: DSQLError(.invalidConfiguration, "")) { try SettingRules.tokenDuration(seconds: text) }
    }

    @Test func `0 to 100 retries are taken, and none`() {
        for retries in [nil, 0, 1, 3, 100] { #expect(takes { $0.occMaxRetries = retries }) }
        for retries in [-1, 101, .max, .min] { #expect(refuses("\(retries)") { $0.occMaxRetries = retries }) }
    }

    @Test func `a connect limit is more than nothing and a day at most`() {
        for limit in [nil, .nanoseconds(1), .seconds(86_400)] as [Duration?] {
            #expect(takes { $0.connectTimeout = limit })
        }
        for limit in [.zero, .seconds(-1), .seconds(86_401)] as [Duration] {
            #expect(refuses("\(limit)") { $0.connectTimeout = limit })
        }
    }

    @Test func `user and database are texts without a zero byte`() {
        for text in ["a", "Admin", "\u{FC}", "with space", "\""] {
            #expect(takes { $0.user = text })
            #expect(takes { $0.database = text })
        }
        for text in ["", "a\u{0}b", "\u{0}"] {
            #expect(refuses("user") { $0.user = text })
            #expect(refuses("database") { $0.database = text })
        }
        #expect(refuses("profile") { $0.profile = "a\u{0}" })
    }

    @Test(arguments: [
        "", "127.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "1::", "2001:db8::1", "2001:DB8:0:0:0:0:0:1",
        "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:7::", "fe80::1%eth0", "fe80::1%2",
    ])
    func `an address to dial is taken, and an empty one is none`(address: String) throws {
        #expect(takes { $0.hostAddress = address })
    }

    @Test(arguments: [
        " ", "localhost", "127.0.0.1 ", "127.0.0.1\n", "127.1", "127.0.0.1.", "1.2.3.4.5", "256.0.0.1", "01.2.3.4",
        "1.2.3.", "0x7f.0.0.1", "127.0.0.1:5432", "127.0.0.1,127.0.0.2", "[::1]", ":::", ":", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%", "::1%a/b", "1.2.3.4::", "::1.2.3",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:6:7:8::", "\u{FF11}.1.1.1", "1.1.1.1\u{0}",
    ])
    func `what is not one address is refused`(address: String) {
        #expect(refuses("host address") { $0.hostAddress = address })
    }
}
