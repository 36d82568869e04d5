import AuroraDSQLCredentials
import Testing

@Suite struct XMLElementTests {
    private func parse(_ text: String) -> XMLElement? { XMLElement(parsing: Array(text.utf8)) }

    @Test func `elements, text and order`() {
        let root = parse("<?xml version=\"1.0\"?>\n<a><b>1</b><c/><b> 2 </b>tail</a>\n<!-- end -->")
        #expect(root?.name == "a")
        #expect(root?.text == "tail")
        #expect(root?.children.map(\.name) == ["b", "c", "b"])
        #expect(root?.value("b") == "1")
        #expect(root?.value("c") == nil)
        #expect(root?.children.last?.text == " 2 ")
    }

    @Test(arguments: [
        ("<a>&amp;&lt;&gt;&quot;&apos;</a>", "&<>\"'"), ("<a>&#65;&#x42;&#x1F602;</a>", "AB😂"),
        ("<a><![CDATA[<b>&amp;]]></a>", "<b>&amp;"), ("<a>x<!-- <b> -->y</a>", "xy"), ("<a>x<?pi y?>z</a>", "xz"),
        ("<a x='1' y=\"&lt;'>\">t</a>", "t"), ("<n:a xmlns:n='u'>t</n:a>", "t"), ("<a\n >t</a\t>", "t"),
        ("\u{FEFF}<a>t</a>", "t"), ("<a>é</a>", "é"), ("<a>]]</a>", "]]"), ("<a></a>", ""), ("<a/>", ""),
    ])
    func `text is what it stands for`(_ document: String, _ text: String) {
        #expect(parse(document) == XMLElement(name: "a", text: text))
    }

    @Test(arguments: [
        "", " ", "text", "<", "<a", "<a>", "<a></b>", "</a>", "<a/><b/>", "<a/>x", "x<a/>", "<a><b></a></b>",
        "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>&x;</a>", "<a>&nbsp;</a>", "<a>&amp</a>",
        "<a>&</a>", "<a>&#;</a>", "<a>&#x;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>",
        "<a>&#-5;</a>", "<a>&#+65;</a>", "<a x></a>", "<a x=1></a>", "<a x='1></a>", "<a x='1'y='2'></a>", "<1a/>",
        "<a><!-- </a>", "<a><![CDATA[ </a>", "<a><? </a>", "<a:>x</a:>", "<:a/>", "<:-/>", "<a:-/>", "<a:b:c/>",
        "<-a/>", "< a/>", "<a / >", "<a>\u{0}</a>",
    ])
    func `what is not well-formed is refused`(_ document: String) {
        #expect(parse(document) == nil)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(XMLElement(parsing: Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) == nil)
    }

    @Test(arguments: [(32, true), (33, false), (100_000, false)])
    func `depth has a limit`(_ depth: Int, _ isRead: Bool) {
        let document = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        #expect((parse(document) != nil) == isRead)
    }

    @Test func `the number of elements has a limit`() {
        #expect(parse("<a>" + String(repeating: "<b/>", count: 9_999) + "</a>") != nil)
        #expect(parse("<a>" + String(repeating: "<b/>", count: 10_000) + "</a>") == nil)
    }

    @Test func `every beginning of a document is refused`() {
        let document = Array("<a x='1'><!-- c --><b>&amp;é<![CDATA[x]]></b><?p i?></a>".utf8)
        #expect(XMLElement(parsing: document) != nil)
        for end in document.indices { #expect(XMLElement(parsing: Array(document[..<end])) == nil) }
    }
}
