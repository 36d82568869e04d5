import AuroraDSQL

/// What a libpq is told about a connection: most of it is the same for each, and settled once.
///
/// libpq fills what is left open from the environment, a service file and `~/.postgresql`. So nothing is left open: a
/// keyword that has no use here is set to nothing, and a file that must not be read is one that cannot exist.
package struct SettingsPlan: Sendable {
    /// What names a service; it cannot be overruled, only made harmless by setting everything else.
    static let serviceKeywords: Set<String> = ["service", "servicefile"]

    /// Every keyword, in libpq's order.
    let keywords: [String]
    /// The value of each; `nil` where libpq is not told one, or where it is the connection's own.
    let values: [String?]
    /// Those that are the connection's own, by their place among the keywords.
    let own: [(index: Int, setting: OwnSetting)]
    /// Those that are the same for each connection, as a connection string.
    let text: String
    /// What `PGSERVICE` names, which libpq reads whatever else it is told.
    let service: String?
    /// The variables by which the environment would have a say.
    private let variables: [String]

    private static let usual = SettingsPlan(known: Libpq.keywords, version: Libpq.version)

    /// The plan for the libpq that runs, in the environment as it is now.
    static func current() throws -> SettingsPlan {
        let isUsual = !usual.depends(onVariables: Libpq.isInEnvironment)
        let plan = isUsual ? usual : SettingsPlan(known: Libpq.defaults(), version: Libpq.version)
        guard !plan.keywords.isEmpty else {
            throw DSQLError(.connectionFailed, "libpq does not say which settings it knows.")
        }
        return plan
    }

    /// Whether a variable that is set would have a say: the one of a keyword that is not set outright, or of a service.
    package func depends(onVariables isSet: (String) -> Bool) -> Bool { variables.contains(where: isSet) }

    /// Settles the value of every keyword.
    ///
    /// - Parameters:
    ///   - known: The keywords of a libpq, with what the environment would make of them.
    ///   - version: The version of that libpq.
    package init(known: [Libpq.Setting], version: Int) {
        let fixed = FixedSettings.values(version: version)
        var values: [String?] = []
        var own: [(index: Int, setting: OwnSetting)] = []
        var variables: [String] = []
        var text = ""
        for (index, setting) in known.enumerated() {
            var value = fixed[setting.keyword]
            if let setting = OwnSetting(rawValue: setting.keyword) {
                own.append((index, setting))
            } else if value == nil {
                if let variable = setting.variable { variables.append(variable) }
                if setting.value != setting.builtIn, !Self.serviceKeywords.contains(setting.keyword) {
                    // A keyword of a later libpq, which the environment would set.
                    value = setting.builtIn ?? ""
                }
            }
            if let value { ConnectionSettings.append(setting.keyword, value, to: &text) }
            values.append(value)
        }
        keywords = known.map(\.keyword)
        service = known.first { $0.keyword == "service" }?.value
        self.values = values
        self.own = own
        self.variables = variables
        self.text = text
    }
}
