import AuroraDSQLLibpq
import FoundationEssentials
import TestSupport
import Testing

@Suite struct TypeTests {
    /// What PostgreSQL prints for a parameter, and the value that comes back.
    private static func echo<Value: LibpqEncodable & LibpqDecodable & Equatable>(
        _ value: Value,
        as type: String,
        on connection: LibpqConnection
    ) async throws -> (printed: String, back: Value) {
        let result = try await connection.query("SELECT ($1::\(type))::text, $1::\(type)", [value])
        return try result[0].decode((String, Value).self)
    }

    private static func check<Value: LibpqEncodable & LibpqDecodable & Equatable>(
        _ cases: [(Value, String)],
        as type: String
    ) async throws {
        try await withConnection { connection in
            for (value, text) in cases {
                let (printed, back) = try await echo(value, as: type, on: connection)
                #expect(printed == text)
                #expect(back == value)
            }
        }
    }

    @Test func `integers`() async throws {
        try await Self.check([(Int16.min, "-32768"), (Int16.max, "32767"), (0, "0")], as: "int2")
        try await Self.check([(Int32.min, "-2147483648"), (Int32.max, "2147483647"), (-1, "-1")], as: "int4")
        try await Self.check([(Int64.min, "\(Int64.min)"), (Int64.max, "\(Int64.max)"), (-1, "-1")], as: "int8")
        try await Self.check([(Int.min, "\(Int.min)"), (Int.max, "\(Int.max)"), (1, "1")], as: "int8")
    }

    @Test func `floating point`() async throws {
        try await Self.check(
            [
                (1.5, "1.5"), (-0.1, "-0.1"), (Double.greatestFiniteMagnitude, "1.7976931348623157e+308"),
                (Double.leastNonzeroMagnitude, "5e-324"), (.infinity, "Infinity"), (-.infinity, "-Infinity"),
            ],
            as: "float8"
        )
        try await Self.check([(Float(1.5), "1.5"), (Float.greatestFiniteMagnitude, "3.4028235e+38")], as: "float4")
        try await withConnection { connection in
            let result = try await connection.query("SELECT 'NaN'::float8, 'NaN'::float4, '-0'::float8, 0.1::float4")
            let (nan, small, zero, tenth) = try result[0].decode((Double, Float, Double, Double).self)
            #expect(nan.isNaN)
            #expect(small.isNaN)
            #expect(zero == 0 && zero.sign == .minus)
            #expect(tenth == Double(Float(0.1)))
        }
    }

    @Test func `booleans, texts and bytes`() async throws {
        try await Self.check([(true, "true"), (false, "false")], as: "bool")
        let texts = ["", "ä€😀", "a\nb\t'\"\\", String(repeating: "x", count: 10_000)]
        for type in ["text", "varchar"] { try await Self.check(texts.map { ($0, $0) }, as: type) }
        let all = (0...255).map { UInt8($0) }
        let printed = "\\x" + all.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
        try await Self.check([([], "\\x"), ([0], "\\x00"), (all, printed)], as: "bytea")
    }

    @Test func `identifiers`() async throws {
        let ids = [
            "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "01234567-89ab-cdef-0123-456789abcdef",
        ]
        try await Self.check(try ids.map { (try #require(UUID(uuidString: $0)), $0) }, as: "uuid")
    }

    @Test func `times`() async throws {
        try await withConnection { connection in
            try await connection.execute("SET TimeZone = 'UTC'")
            for (text, seconds) in [
                ("1970-01-01 00:00:00+00", 0), ("2000-01-01 00:00:00+00", 946_684_800),
                ("2026-11-23 01:02:03.456789+00", 1_795_395_723.456789), ("0001-01-01 00:00:00+00", -62_135_596_800),
                ("9999-12-31 23:59:59+00", 253_402_300_799), ("4713-01-01 00:00:00+00 BC", -210_863_520_000),
                ("294276-12-31 23:59:59+00", 9_224_318_015_999),
            ] as [(String, Double)] {
                let date = Date(timeIntervalSince1970: seconds)
                let result = try await connection.query(
                    "SELECT $1::text::timestamptz, ($1::text::timestamptz AT TIME ZONE 'UTC')::timestamp, $2::timestamptz::text",
                    [text, date]
                )
                let (zoned, plain, printed) = try result[0].decode((Date, Date, String).self)
                #expect(abs(zoned.timeIntervalSince(date)) < 0.000_001, "\(text)")
                #expect(abs(plain.timeIntervalSince(date)) < 0.000_001, "\(text)")
                #expect(printed == text)
            }
            let days = try await connection.query(
                "SELECT '1999-12-31'::date, '2000-01-01'::date, 'infinity'::date, '-infinity'::timestamptz"
            )
            #expect(try days[0].decode(Date.self, at: 0) == Date(timeIntervalSince1970: 946_598_400))
            #expect(try days[0].decode(Date.self, at: 1) == Date(timeIntervalSince1970: 946_684_800))
            for column in 2...3 {
                let error = #expect(throws: LibpqError.self) { try days[0].decode(Date.self, at: column) }
                #expect(error?.message.contains("infinity") == true)
            }
        }
    }

    @Test func `numerics come back digit by digit`() async throws {
        let texts = [
            "0", "1", "-1", "0.1", "-0.0001", "10000", "9999.9999", "123456789012345678901234567890.12345678",
            "0.00000000000000000000000000000000000001", "99999999999999999999999999999999999999", "1.500", "1e20",
        ]
        try await withConnection { connection in
            for text in texts {
                let result = try await connection.query("SELECT $1::numeric, ($1::numeric)::text, $1::numeric", [text])
                let (exact, printed, decimal) = try result[0].decode((String, String, Decimal).self)
                #expect(exact == printed)
                let back = try await connection.query("SELECT $1::numeric = $2::text::numeric", [decimal, text])
                #expect(try back[0].decode(Bool.self, at: 0), "\(text)")
            }
            let big = String(repeating: "9", count: 400) + "." + String(repeating: "1", count: 100)
            let result = try await connection.query("SELECT $1::numeric, 'NaN'::numeric, 'Infinity'::numeric", [big])
            #expect(try result[0].decode(String.self, at: 0) == big)
            #expect(throws: LibpqError.self) { try result[0].decode(Decimal.self, at: 0) }
            #expect(try result[0].decode(Decimal.self, at: 1).isNaN)
            #expect(try result[0].decode(String.self, at: 2) == "Infinity")
            #expect(throws: LibpqError.self) { try result[0].decode(Decimal.self, at: 2) }
        }
    }

    @Test func `JSON is text`() async throws {
        try await withConnection { connection in
            let text = #"{"a": [1, null, "ä"]}"#
            let result = try await connection.query("SELECT $1::json, $1::jsonb", [text])
            let (json, jsonb) = try result[0].decode((String, String).self)
            #expect(json == text)
            #expect(jsonb == text)
        }
    }

    @Test func `NULL goes in and comes out as nil, whatever the type`() async throws {
        try await withConnection { connection in
            let nothing: Int? = nil
            let result = try await connection.query(
                "SELECT $1::int8, $2::text, $3::bytea, $4::uuid, $5::timestamptz, $6::numeric, $7::bool, $8::float8",
                [nothing, nil, nil, nil, nil, nil, nil, nil]
            )
            let row = result[0]
            #expect((0..<8).allSatisfy { row.isNull(at: $0) })
            #expect(try row.decode(Int?.self, at: 0) == nil)
            #expect(try row.decode(String?.self, at: 1) == nil)
            #expect(try row.decode([UInt8]?.self, at: 2) == nil)
            #expect(try row.decode(UUID?.self, at: 3) == nil)
            #expect(try row.decode(Date?.self, at: 4) == nil)
            #expect(try row.decode(Decimal?.self, at: 5) == nil)
            #expect(try row.decode(Bool?.self, at: 6) == nil)
            #expect(try row.decode(Double?.self, at: 7) == nil)
            #expect(throws: LibpqError.self) { try row.decode(Int.self, at: 0) }
            let empty = try await connection.query("SELECT ''::text, ''::bytea")
            #expect(try empty[0].decode(String?.self, at: 0) == "")
            #expect(try empty[0].decode([UInt8]?.self, at: 1) == [])
        }
    }
}
