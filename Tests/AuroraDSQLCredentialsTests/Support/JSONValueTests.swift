import AuroraDSQLCredentials
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) -> JSONValue? { JSONValue(parsing: Array(text.utf8)) }

    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), ("1", .integer(1)), ("-7", .integer(-7)),
        ("1.5", .number(1.5)), ("\"a\"", .string("a")), ("[1,\"b\",null]", .array([.integer(1), .string("b"), .null])),
        ("{\"a\":{\"b\":false}}", .object(["a": .object(["b": .bool(false)])])), ("\"\\u00e9\\n\"", .string("é\n")),
        ("9007199254740993", .integer(9_007_199_254_740_993)), ("{}", .object([:])), ("[]", .array([])),
    ])
    func `a value is read and written`(_ text: String, _ value: JSONValue) throws {
        #expect(parse(text) == value)
        #expect(JSONValue(parsing: try value.serialized()) == value)
    }

    @Test(arguments: ["", " ", "{", "[1", "{\"a\"}", "{\"a\":}", "nul", "\"a", "01x", "{'a':1}", "\u{0}", "{} {}"])
    func `what is no JSON is refused`(_ text: String) {
        #expect(parse(text) == nil)
    }

    @Test(arguments: [(32, true), (33, false), (100_000, false)])
    func `depth has a limit`(_ depth: Int, _ isRead: Bool) {
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect((parse(text) != nil) == isRead)
    }

    @Test func `brackets in strings are not depth`() {
        #expect(parse("\"" + String(repeating: "[", count: 100) + "\\\"{\"") != nil)
    }

    @Test func `size has a limit`() {
        #expect(parse("\"" + String(repeating: "a", count: JSONValue.sizeLimit) + "\"") == nil)
    }

    @Test func `members are read and replaced`() {
        var value: JSONValue = .object(["a": .string(""), "b": .string("x")])
        #expect(value["a"]?.text == nil)
        #expect(value["b"]?.text == "x")
        #expect(value["c"] == nil)
        value["c"] = .integer(1)
        #expect(value["c"]?.number == 1)
        #expect(JSONValue.string("x")["a"] == nil)
    }
}
