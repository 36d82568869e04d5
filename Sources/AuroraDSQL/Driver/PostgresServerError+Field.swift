extension PostgresServerError {
    /// A field of an error, named by the byte that introduces it on the wire.
    ///
    /// ```swift
    /// let schema = error.fields[.schemaName]
    /// ```
    public struct Field: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The byte on the wire (libpq's `PG_DIAG_` constants).
        public let rawValue: UInt8

        /// Wraps the byte of a field.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        private init(_ letter: Unicode.Scalar) { self.init(rawValue: UInt8(ascii: letter)) }

        /// The severity as the server's language has it.
        public static let localizedSeverity = Field("S")
        /// The severity, never translated.
        public static let severity = Field("V")
        /// The SQLSTATE.
        public static let sqlState = Field("C")
        /// The primary message.
        public static let message = Field("M")
        /// More about the problem.
        public static let detail = Field("D")
        /// What to do about it.
        public static let hint = Field("H")
        /// Where in the statement.
        public static let position = Field("P")
        /// Where in the statement the server made itself.
        public static let internalPosition = Field("p")
        /// The statement the server made itself.
        public static let internalQuery = Field("q")
        /// The calls that led there.
        public static let context = Field("W")
        /// The schema concerned.
        public static let schemaName = Field("s")
        /// The table concerned.
        public static let tableName = Field("t")
        /// The column concerned.
        public static let columnName = Field("c")
        /// The data type concerned.
        public static let dataTypeName = Field("d")
        /// The constraint concerned.
        public static let constraintName = Field("n")
        /// The server's source file.
        public static let file = Field("F")
        /// The line of the server's source.
        public static let line = Field("L")
        /// The function of the server's source.
        public static let routine = Field("R")

        /// The field's name.
        public var description: String { Self.names[self] ?? String(UnicodeScalar(rawValue)) }

        private static let names: [Field: String] = [
            .localizedSeverity: "severity (localized)", .severity: "severity", .sqlState: "SQLSTATE",
            .message: "message", .detail: "detail", .hint: "hint", .position: "position",
            .internalPosition: "internal position", .internalQuery: "internal query", .context: "context",
            .schemaName: "schema", .tableName: "table", .columnName: "column", .dataTypeName: "data type",
            .constraintName: "constraint", .file: "file", .line: "line", .routine: "routine",
        ]
    }
}
