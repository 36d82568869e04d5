/// A section header of the shared files, without its brackets.
enum ConfigurationHeader: Equatable {
    /// `[default]` of the config file, which a `[profile default]` displaces.
    case plainDefault
    case profile(String)
    case ssoSession(String)
    case services(String)
    /// A section of another form: it and its settings are passed over.
    case ignored

    /// Reads the text between the brackets.
    init(_ text: String, in kind: ConfigurationDocument.Kind) {
        let words = ConfigurationHeader.words(text)
        switch (kind, words.count) {
        case (.credentials, 1):
            let name = ConfigurationHeader.unquoted(words[0])
            self = ConfigurationText.isName(name.utf8) ? .profile(name) : .ignored
        case (.config, 1):
            self = words[0] == "default" ? .plainDefault : .ignored
        case (.config, 2):
            let name = ConfigurationHeader.unquoted(words[1])
            guard ConfigurationText.isName(name.utf8) else {
                self = .ignored
                return
            }
            switch words[0] {
            case "profile": self = .profile(name)
            case "sso-session": self = .ssoSession(name)
            case "services": self = .services(name)
            default: self = .ignored
            }
        default:
            self = .ignored
        }
    }

    private static func words(_ text: String) -> [Substring] {
        text.split { $0 == " " || $0 == "\t" }
    }

    private static func unquoted(_ word: Substring) -> String {
        guard word.utf8.count > 2, let first = word.first, first == word.last, first == "\"" || first == "'" else {
            return String(word)
        }
        return String(ConfigurationText.trimmed(word.dropFirst().dropLast().utf8)) ?? String(word)
    }
}
