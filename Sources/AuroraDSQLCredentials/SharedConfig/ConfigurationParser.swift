/// Reads one of the shared files: bytes in, profiles out.
///
/// One pass, one look at each byte. What is refused: a line that is none of header, setting, continuation, comment and
/// blank line; a NUL byte or bytes that are not UTF-8 outside comments; more than ``entryLimit`` sections and settings.
/// Errors name the file and the line and repeat nothing of the line, which may hold a secret.
///
/// Source: "Format of the config and credentials files" in the AWS SDKs and Tools Reference Guide.
package struct ConfigurationParser {
    /// How many sections and settings a file may have.
    ///
    /// People have dozens; the limit keeps memory within a few times the size of the file, since a table's entry costs
    /// far more than the four bytes of `a=1`.
    package static let entryLimit = 100_000

    /// How many passed-over lines are kept for the log.
    private static let noteLimit = 20

    private let kind: ConfigurationDocument.Kind
    private let path: String
    private var line = 0
    private var entries = 0
    private var document = ConfigurationDocument()
    private var header: ConfigurationHeader?
    private var settings: [String: String] = [:]
    private var setting: OpenSetting?
    private var plainDefault: ConfigurationSection?

    /// The setting that following indented lines belong to.
    private struct OpenSetting {
        /// Its name, or `nil` for one that is passed over.
        var name: String?
        var value: String
        /// Whether its indented lines are settings of their own, which is so when its value is empty.
        var isBlock: Bool
    }

    private init(kind: ConfigurationDocument.Kind, path: String) {
        self.kind = kind
        self.path = path
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file's content; a UTF-8 byte order mark and any kind of line end are accepted.
    ///   - kind: Which of the two files it is.
    ///   - path: The name for error texts.
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/invalidConfiguration``.
    package static func parse(
        _ bytes: [UInt8],
        as kind: ConfigurationDocument.Kind,
        path: String
    ) throws(CredentialsError) -> ConfigurationDocument {
        var parser = ConfigurationParser(kind: kind, path: path)
        return try parser.read(bytes)
    }

    private mutating func read(_ bytes: [UInt8]) throws(CredentialsError) -> ConfigurationDocument {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw CredentialsError(
                .invalidConfiguration,
                "The file \(Quoted(path)) is UTF-16 text.",
                remedy: "Save it as UTF-8."
            )
        }
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
            line += 1
            try readLine(bytes[start..<end])
            let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
            start = end + (isPair ? 2 : 1)
        }
        closeSection()
        if document.profiles["default"] == nil, let plainDefault { document.profiles["default"] = plainDefault }
        return document
    }

    private mutating func readLine(_ bytes: ArraySlice<UInt8>) throws(CredentialsError) {
        let content = ConfigurationText.trimmed(bytes)
        guard let first = content.first, !ConfigurationText.isCommentMark(first) else { return }
        if content.startIndex > bytes.startIndex {
            try readContinuation(content)
        } else if first == UInt8(ascii: "[") {
            try readHeader(content)
        } else {
            try readSetting(content)
        }
    }

    private mutating func readHeader(_ content: ArraySlice<UInt8>) throws(CredentialsError) {
        // No name holds a comment mark, so one may follow the bracket at once.
        let code = ConfigurationText.trimmed(ConfigurationText.withoutComment(content, afterBlankOnly: false))
        guard code.count > 1, code.last == UInt8(ascii: "]") else {
            throw failure("begins a section that does not end with ']'.", remedy: "Close the bracket.")
        }
        closeSection()
        try countEntry()
        let header = ConfigurationHeader(try text(code.dropFirst().dropLast()), in: kind)
        if header == .ignored { note("is a section of no known form") }
        self.header = header
    }

    private mutating func readSetting(_ content: ArraySlice<UInt8>) throws(CredentialsError) {
        guard header != nil else {
            throw failure(
                "comes before any section; expected a profile definition.",
                remedy: kind == .config ? "Begin with [default] or [profile NAME]." : "Begin with [default] or [NAME]."
            )
        }
        closeSetting()
        let (key, value) = try parts(content, what: "setting")
        guard header != .ignored, ConfigurationText.isName(key.utf8) else {
            if header != .ignored { note("is a setting whose name holds a character that no name has") }
            setting = OpenSetting(name: nil, value: "", isBlock: value.isEmpty)
            return
        }
        try countEntry()
        setting = OpenSetting(name: ConfigurationText.lowercased(key), value: value, isBlock: value.isEmpty)
    }

    private mutating func readContinuation(_ content: ArraySlice<UInt8>) throws(CredentialsError) {
        guard header != nil else { throw failure("comes before any section; expected a profile definition.") }
        // Only the flags are taken out: a second reference to the value would make every append copy it.
        guard let isBlock = setting?.isBlock, let isKept = setting.map({ $0.name != nil }) else {
            throw failure(
                "is indented but continues no setting; expected a property definition.",
                remedy: "Remove the blanks at its beginning."
            )
        }
        if isBlock { _ = try parts(content, what: "nested setting") }
        let addition = try text(content)
        guard isKept else { return }
        setting?.value += "\n"
        setting?.value += addition
    }

    /// Name and value of `name = value`.
    private func parts(
        _ content: ArraySlice<UInt8>,
        what: String
    ) throws(CredentialsError) -> (name: String, value: String) {
        let code = ConfigurationText.withoutComment(content, afterBlankOnly: true)
        guard let equals = code.firstIndex(of: UInt8(ascii: "=")) else {
            throw failure("has no '=' that would make it a \(what).", remedy: "Write it as name = value.")
        }
        let name = ConfigurationText.trimmed(code[..<equals])
        guard !name.isEmpty else { throw failure("is a \(what) without a name before its '='.") }
        return (try text(name), try text(ConfigurationText.trimmed(code[(equals + 1)...])))
    }

    private mutating func closeSetting() {
        if let setting, let name = setting.name { settings[name] = setting.value }
        setting = nil
    }

    private mutating func closeSection() {
        closeSetting()
        switch header {
        case .plainDefault: plainDefault = merged(plainDefault)
        case .profile(let name): document.profiles[name, default: ConfigurationSection()].merge(settings)
        case .ssoSession(let name): document.ssoSessions[name, default: ConfigurationSection()].merge(settings)
        case .services(let name): document.services[name, default: ConfigurationSection()].merge(settings)
        case .ignored, nil: break
        }
        settings = [:]
    }

    private func merged(_ section: ConfigurationSection?) -> ConfigurationSection {
        var result = section ?? ConfigurationSection()
        result.merge(settings)
        return result
    }

    private mutating func countEntry() throws(CredentialsError) {
        entries += 1
        guard entries > ConfigurationParser.entryLimit else { return }
        throw failure("goes beyond the limit of \(ConfigurationParser.entryLimit) sections and settings.")
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(CredentialsError) -> String {
        guard !bytes.contains(0) else {
            throw failure("holds a NUL byte.", remedy: "Save the file as UTF-8 text.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw failure("is not UTF-8 text.", remedy: "Save the file as UTF-8.")
        }
        return text
    }

    private mutating func note(_ reason: String) {
        guard document.notes.count < ConfigurationParser.noteLimit else { return }
        document.notes.append(ConfigurationDocument.Note(line: line, reason: reason))
    }

    private func failure(_ problem: String, remedy: String? = nil) -> CredentialsError {
        CredentialsError(
            .invalidConfiguration,
            "Line \(line) of \(Quoted(path)) \(problem)",
            remedy: remedy
        )
    }
}
