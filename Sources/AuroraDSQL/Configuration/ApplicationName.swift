/// The application name that goes into the startup packet.
///
/// `<orm>:<name>`, where the name is the one that was given, as it is, or `aurora-dsql-swift-<driver>/<version>`. White
/// space around the prefix is dropped, and a prefix of nothing else is none. PostgreSQL keeps 63 bytes; so does this,
/// cutting between Unicode scalars.
package struct ApplicationName: Sendable, Hashable {
    /// PostgreSQL's `NAMEDATALEN` less the zero byte.
    package static let maximumLength = 63

    /// The name.
    package let text: String

    /// Puts a name together.
    package init(_ given: String?, ormPrefix: String?, driver: String) throws(DSQLError) {
        let name = given?.nonEmpty ?? "aurora-dsql-swift-\(driver)/\(AuroraDSQLVersion.current)"
        try Self.refuseControlCharacters(name, of: "application name")
        guard let prefix = ormPrefix.flatMap(Self.trimmed) else {
            text = Self.cut(name)
            return
        }
        try Self.refuseControlCharacters(prefix, of: "ORM prefix")
        text = Self.cut("\(prefix):\(name)")
    }

    private static func trimmed(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        let isBlank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return nil }
        return String(scalars[first...last])
    }

    private static func cut(_ text: String) -> String {
        if text.utf8.count <= maximumLength { return text }
        var length = 0
        let kept = text.unicodeScalars.prefix { scalar in
            length += UTF8.width(scalar)
            return length <= maximumLength
        }
        return String(String.UnicodeScalarView(kept))
    }

    private static func refuseControlCharacters(_ text: String, of setting: String) throws(DSQLError) {
        let isControl: (Unicode.Scalar) -> Bool = { $0.properties.generalCategory == .control }
        // Printable ASCII, as almost every name is, needs no look into Unicode's tables.
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard !isPlain, text.unicodeScalars.contains(where: isControl) else { return }
        throw DSQLError(
            .invalidConfiguration,
            "The \(setting) \(SettingRules.shown(text)) holds a control character.",
            remedy: "Use printable characters only."
        )
    }
}
