import AuroraDSQLCredentials
import Testing

@Suite struct PercentEncodingTests {
    @Test func `every byte but the unreserved ones is encoded, in upper case`() {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8.min...UInt8.max {
            var output: [UInt8] = []
            PercentEncoding.append([byte], to: &output)
            let pair = String(byte, radix: 16, uppercase: true)
            let expected = unreserved.contains(byte) ? [byte] : [UInt8]("%\(byte < 16 ? "0" : "")\(pair)".utf8)
            #expect(output == expected)
            #expect(PercentEncoding.isUnreserved(byte) == unreserved.contains(byte))
            #expect(PercentEncoding.decode(output) == [byte])
        }
    }

    @Test(arguments: [
        ("", ""), ("a b", "a%20b"), ("/+=", "%2F%2B%3D"), ("~-._", "~-._"), ("%41", "%2541"), ("ሴ", "%E1%88%B4"),
        ("a\u{308}", "a%CC%88"), ("😀", "%F0%9F%98%80"), ("\0\n", "%00%0A"), ("*'()!", "%2A%27%28%29%21"),
    ])
    func `a text is encoded by its UTF-8`(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(encoded.utf8) == [UInt8](text.utf8))
    }

    @Test(arguments: [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%e1%88%b4", "ሴ"), ("a+b", "a+b"), ("%%41", "%A")])
    func `decoding leaves alone what is not encoded`(encoded: String, text: String) {
        #expect(PercentEncoding.decode(encoded.utf8) == [UInt8](text.utf8))
    }
}
