/// The settings of one section of the shared files: a profile, an `sso-session` or a `services` section.
package struct ConfigurationSection: Sendable, Equatable {
    /// The settings as they stand in the files, by lower-cased name; a nested block is kept as `"\nname = value"`.
    package var settings: [String: String]

    /// Creates a section.
    package init(_ settings: [String: String] = [:]) { self.settings = settings }

    /// The value of a setting without the white space around it; `nil` when it is unset or blank.
    package subscript(name: String) -> String? { settings[name].flatMap(\.trimmedOrNil) }

    /// The settings nested under a setting with an empty value, by lower-cased name.
    ///
    /// In them, as in other settings, a `#` or `;` after white space begins a comment.
    package func nested(_ name: String) -> [String: String] {
        guard let block = settings[name], block.utf8.first == UInt8(ascii: "\n") else { return [:] }
        var result: [String: String] = [:]
        for line in block.utf8.split(separator: UInt8(ascii: "\n")) {
            let code = ConfigurationText.withoutComment(line, afterBlankOnly: true)
            guard let equals = code.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let key = String(Substring(ConfigurationText.trimmed(code[..<equals])))
            let value = String(Substring(ConfigurationText.trimmed(code[code.index(after: equals)...])))
            result[ConfigurationText.lowercased(key)] = value
        }
        return result
    }

    /// Adds the settings of a later or stronger section of the same name; they win.
    package mutating func merge(_ other: [String: String]) {
        // Nearly every section appears once, and a long one need not be copied.
        if settings.isEmpty {
            settings = other
        } else {
            settings.merge(other) { _, stronger in stronger }
        }
    }
}
