import AuroraDSQL
import Testing

@Suite struct ApplicationNameTests {
    private static let plain = "aurora-dsql-swift-libpq/\(AuroraDSQLVersion.current)"

    @Test(
        arguments: [
            (nil, nil, plain), ("", nil, plain), ("", "", plain), (nil, " \t\n", plain), (nil, "\u{A0}", plain),
            (nil, "hummingbird", "hummingbird:\(plain)"), (nil, "  fluent \n", "fluent:\(plain)"),
            (nil, "a:b/c@d", "a:b/c@d:\(plain)"), ("mine", nil, "mine"), (" mine ", nil, " mine "),
            ("mine", "orm", "orm:mine"), ("a;b=c", nil, "a;b=c"),
        ] as [(String?, String?, String)]
    )
    func `a name is the given one or ours, with the prefix before it`(
        given: String?,
        prefix: String?,
        name: String
    ) throws {
        #expect(try ApplicationName(given, ormPrefix: prefix, driver: "libpq").text == name)
    }

    @Test(
        arguments: [
            ("a\nb", nil), ("\t", nil), ("a\u{0}", nil), ("\u{7F}", nil), ("\u{85}", nil), (nil, "a\nb"), (nil, "a\tb"),
            (nil, "\u{1B}x"), (nil, "a\u{0}b"),
        ] as [(String?, String?)]
    )
    func `a control character is refused and shown escaped`(given: String?, prefix: String?) {
        #expect { try ApplicationName(given, ormPrefix: prefix, driver: "libpq") } throws: { error in
            (error as? DSQLError)?.code == .invalidConfiguration && "\(error)".contains("control character")
                && "\(error)".contains("\\") && !"\(error)".unicodeScalars.contains { $0.value < 0x20 }
        }
    }

    @Test func `a long prefix is cut at 63 bytes`() throws {
        let prefix = String(repeating: "p", count: 100)
        let name = try ApplicationName(nil, ormPrefix: prefix, driver: "libpq").text
        #expect(name == String(repeating: "p", count: 63))
    }

    @Test(arguments: 55...63) func `the cut is never inside a character`(length: Int) throws {
        let start = String(repeating: "x", count: length)
        for (scalar, width) in [("\u{FC}", 2), ("\u{20AC}", 3), ("\u{1F600}", 4)] {
            let name = try ApplicationName(start + scalar + "yyyyyyyyyy", ormPrefix: nil, driver: "libpq").text
            #expect(name.utf8.count <= 63)
            #expect(name.hasPrefix(start))
            #expect(name.unicodeScalars.contains { $0 == scalar.unicodeScalars.first } == (length + width <= 63))
        }
    }

    @Test func `a name of exactly 63 bytes is kept`() throws {
        let exact = String(repeating: "\u{20AC}", count: 21)
        #expect(try ApplicationName(exact, ormPrefix: nil, driver: "libpq").text == exact)
        #expect(try ApplicationName(exact + "a", ormPrefix: nil, driver: "libpq").text == exact)
    }
}
