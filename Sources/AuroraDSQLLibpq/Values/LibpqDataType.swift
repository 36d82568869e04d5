/// A PostgreSQL data type, by its object identifier.
///
/// ```swift
/// if result.columns[0].type == .uuid { print("an identifier") }
/// ```
///
/// Source: `pg_type` in the PostgreSQL catalogue; built-in types have the same numbers everywhere.
public struct LibpqDataType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The object identifier.
    public let rawValue: UInt32

    /// Wraps an object identifier.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Left for the server to infer from the statement.
    public static let unspecified = LibpqDataType(rawValue: 0)
    /// The type `boolean`.
    public static let bool = LibpqDataType(rawValue: 16)
    /// The type `bytea`.
    public static let bytea = LibpqDataType(rawValue: 17)
    /// The type `"char"`, one byte.
    public static let char = LibpqDataType(rawValue: 18)
    /// The type `name`.
    public static let name = LibpqDataType(rawValue: 19)
    /// The type `bigint`.
    public static let int8 = LibpqDataType(rawValue: 20)
    /// The type `smallint`.
    public static let int2 = LibpqDataType(rawValue: 21)
    /// The type `integer`.
    public static let int4 = LibpqDataType(rawValue: 23)
    /// The type `text`.
    public static let text = LibpqDataType(rawValue: 25)
    /// The type `oid`.
    public static let oid = LibpqDataType(rawValue: 26)
    /// The type `json`.
    public static let json = LibpqDataType(rawValue: 114)
    /// The type `real`.
    public static let float4 = LibpqDataType(rawValue: 700)
    /// The type `double precision`.
    public static let float8 = LibpqDataType(rawValue: 701)
    /// The type `unknown`.
    public static let unknown = LibpqDataType(rawValue: 705)
    /// The type `character(n)`.
    public static let bpchar = LibpqDataType(rawValue: 1042)
    /// The type `character varying`.
    public static let varchar = LibpqDataType(rawValue: 1043)
    /// The type `date`.
    public static let date = LibpqDataType(rawValue: 1082)
    /// The type `timestamp without time zone`.
    public static let timestamp = LibpqDataType(rawValue: 1114)
    /// The type `timestamp with time zone`.
    public static let timestamptz = LibpqDataType(rawValue: 1184)
    /// The type `numeric`.
    public static let numeric = LibpqDataType(rawValue: 1700)
    /// The type `uuid`.
    public static let uuid = LibpqDataType(rawValue: 2950)
    /// The type `jsonb`.
    public static let jsonb = LibpqDataType(rawValue: 3802)

    /// The name, or `type <number>` for a type that has none here.
    public var description: String { Self.names[self] ?? "type \(rawValue)" }

    private static let names: [LibpqDataType: String] = [
        .unspecified: "unspecified", .bool: "boolean", .bytea: "bytea", .char: "\"char\"", .name: "name",
        .int8: "bigint", .int2: "smallint", .int4: "integer", .text: "text", .oid: "oid", .json: "json",
        .float4: "real", .float8: "double precision", .unknown: "unknown", .bpchar: "character",
        .varchar: "character varying", .date: "date", .timestamp: "timestamp", .timestamptz: "timestamptz",
        .numeric: "numeric", .uuid: "uuid", .jsonb: "jsonb",
    ]
}
