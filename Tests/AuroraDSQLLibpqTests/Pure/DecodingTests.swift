import AuroraDSQLLibpq
import FoundationEssentials
import Testing

@Suite struct DecodingTests {
    private static func read<Value: LibpqDecodable>(
        _ type: Value.Type,
        _ bytes: [UInt8],
        _ dataType: LibpqDataType
    ) throws -> Value {
        try unsafe Value.decode(bytes.span.bytes, type: dataType, format: .binary)
    }

    private static func encoded(_ value: some LibpqEncodable) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try value.encode(into: &bytes)
        return bytes
    }

    private static func numeric(_ words: [UInt16]) -> [UInt8] {
        words.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    @Test(
        arguments: [
            ([0, 0, 0, 0], "0"), ([0, 0, 0, 2], "0.00"), ([1, 0, 0, 0, 7], "7"), ([1, 0, 0x4000, 0, 7], "-7"),
            ([2, 1, 0, 0, 12, 34], "120034"), ([1, 2, 0, 0, 5], "500000000"), ([2, 0, 0, 2, 1, 5000], "1.50"),
            ([1, 0xFFFF, 0, 4, 12], "0.0012"), ([1, 0xFFFE, 0, 8, 1200], "0.00001200"), ([0, 0, 0xC000, 0], "NaN"),
            ([0, 0, 0xD000, 0], "Infinity"), ([0, 0, 0xF000, 0], "-Infinity"), ([1, 0, 0, 1, 9], "9.0"),
        ] as [([UInt16], String)]
    )
    func `a numeric is printed digit by digit`(words: [UInt16], text: String) throws {
        let bytes = Self.numeric(words)
        #expect(try Self.read(String.self, bytes, .numeric) == text)
    }

    @Test(
        arguments: [
            [], [0, 0, 0], [1, 0, 0, 0], [0, 0, 0x1000, 0], [1, 0, 0, 0, 10_000], [0xFFFF, 0, 0, 0], [0, 0, 0, 0, 1],
        ] as [[UInt16]]
    )
    func `bytes that are no numeric are refused`(words: [UInt16]) {
        let bytes = Self.numeric(words)
        #expect(throws: LibpqDecodingFailure.self) {
            try Self.read(String.self, bytes, .numeric)
        }
        #expect(throws: LibpqDecodingFailure.self) {
            try Self.read(Decimal.self, bytes, .numeric)
        }
    }

    @Test(arguments: [
        LibpqDataType.int2, .int4, .int8, .oid, .float4, .float8, .bool, .uuid, .date, .timestamp, .timestamptz, .jsonb,
    ])
    func `a value of the wrong length is refused`(type: LibpqDataType) {
        let bytes: [UInt8] = [9, 9, 9]
        let readers: [() throws -> Any] = [
            { try Self.read(Int.self, bytes, type) }, { try Self.read(Bool.self, bytes, type) },
            { try Self.read(Double.self, bytes, type) }, { try Self.read(Float.self, bytes, type) },
            { try Self.read(UUID.self, bytes, type) }, { try Self.read(Date.self, bytes, type) },
            { try Self.read(String.self, bytes, type) }, { try Self.read(Decimal.self, bytes, type) },
        ]
        for read in readers {
            #expect(throws: LibpqDecodingFailure.self) { try read() }
        }
    }

    @Test func `a date survives encoding and decoding to the microsecond`() throws {
        let date = Date(timeIntervalSince1970: 1_700_000_000.123456)
        let back = try Self.read(Date.self, Self.encoded(date), .timestamptz)
        #expect(abs(back.timeIntervalSince(date)) < 0.000_001)
    }

    @Test(
        arguments: [
            (0, -31_622_400), (1, -31_622_399.999999), (-1, -31_622_400.000001), (31_622_400_000_000, 0),
            // The last that a Double holds whole, on both sides, and the next.
            (9_038_821_654_740_992, 9_007_199_254.740992), (9_038_821_654_740_993, 9_007_199_254.740993),
            (-8_975_576_854_740_992, -9_007_199_254.740992), (-8_975_576_854_740_993, -9_007_199_254.740993),
            (9_223_371_331_199_999_999, 9_223_339_708_799.999999), (-211_813_488_000_000_000, -211_845_110_400),
        ] as [(Int64, Double)]
    )
    func `a timestamp is the nearest date, near and far`(microseconds: Int64, seconds: Double) throws {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: microseconds >> (56 - 8 * $0)) }
        let date = try Self.read(Date.self, bytes, .timestamptz)
        #expect(date.timeIntervalSinceReferenceDate == seconds)
    }

    @Test(arguments: [1e16, -1e15, .infinity, .nan])
    func `a date PostgreSQL cannot hold is refused`(seconds: Double) {
        let error = #expect(throws: LibpqError.self) { try Self.encoded(Date(timeIntervalSince1970: seconds)) }
        #expect(error?.code == .invalidParameter)
    }

    @Test(arguments: 0...20)
    func `text is read as it is, and refused where one byte is no UTF-8`(length: Int) throws {
        let plain = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        #expect(try Self.read(String.self, plain, .text) == String(repeating: "a", count: length))
        for place in 0...length {
            let accented = plain[..<place] + Array("é".utf8) + plain[place...]
            let text = try Self.read(String.self, Array(accented), .text)
            #expect(text == "\(String(repeating: "a", count: place))é\(String(repeating: "a", count: length - place))")
            var broken = plain
            broken.insert(0xE9, at: place)
            #expect(throws: LibpqDecodingFailure.self) { try Self.read(String.self, broken, .text) }
        }
    }

    @Test func `a UUID is read byte by byte`() throws {
        let id = try #require(UUID(uuidString: "00112233-4455-6677-8899-AABBCCDDEEFF"))
        let bytes = (0...15).map { UInt8($0 * 0x11) }
        #expect(try Self.read(UUID.self, bytes, .uuid) == id)
        // Where no UUID would be aligned.
        let padded = [0] + bytes
        let read = try unsafe UUID.decode(padded.span.bytes.extracting(1...), type: .uuid, format: .binary)
        #expect(read == id)
    }

    @Test func `text with a zero character is refused`() {
        let error = #expect(throws: LibpqError.self) { try Self.encoded("a\u{0}b") }
        #expect(error?.code == .invalidParameter)
    }
}
