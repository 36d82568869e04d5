package import AuroraDSQL
package import AuroraDSQLCredentials

/// The settings of one connection: the plan, with the connection's own values in it.
package struct ConnectionSettings: Sendable {
    private let plan: SettingsPlan
    /// The value of each of the plan's keywords; `nil` where libpq is not told one.
    private let values: [String?]

    /// Settles the value of every keyword.
    ///
    /// - Parameters:
    ///   - address: The address to dial.
    package init(
        _ plan: SettingsPlan,
        _ parameters: ConnectionParameters,
        password: AuthToken,
        address: String,
        options: LibpqOptions
    ) {
        self.plan = plan
        var values = plan.values
        for (index, setting) in plan.own { values[index] = setting.value(parameters, password, address, options) }
        self.values = values
    }

    /// What `PGSERVICE` names, which libpq reads whatever else it is told.
    var service: String? { plan.service }

    /// The settings as a connection string, the one form in which libpq takes an empty value for an answer.
    ///
    /// It holds the password.
    package var conninfo: String {
        var text = ""
        text.reserveCapacity(4096)
        text += plan.text
        for (index, _) in plan.own { Self.append(plan.keywords[index], values[index] ?? "", to: &text) }
        return text
    }

    /// Adds a setting to a connection string.
    static func append(_ keyword: String, _ value: String, to text: inout String) {
        if !text.isEmpty { text += " " }
        text += keyword
        text += "='"
        if value.holdsNone(of: "\\'") {
            text += value
        } else {
            // By scalar: a quote with a combining mark behind it is one character, and still a quote to libpq.
            for scalar in value.unicodeScalars {
                if scalar == "\\" || scalar == "'" { text.unicodeScalars.append("\\") }
                text.unicodeScalars.append(scalar)
            }
        }
        text += "'"
    }

    /// A keyword whose value holds a zero byte, at which libpq would stop reading.
    package var keywordWithZeroByte: String? {
        let found = plan.own.first { values[$0.index]?.holdsZeroByte == true }
        return found.map { plan.keywords[$0.index] }
    }

    /// Whether a connection has taken these settings, and none from elsewhere; `false` also where it has to be looked
    /// at more closely.
    func areHeld(by handle: LibpqHandle) -> Bool { handle.holds(plan.keywords, values) }

    /// A keyword that libpq took from elsewhere after all.
    package func stray(in actual: [Libpq.Setting]) -> String? {
        let wanted = Dictionary(zip(plan.keywords, values)) { first, _ in first }
        return actual.first { setting in
            guard !SettingsPlan.serviceKeywords.contains(setting.keyword) else { return false }
            let value = setting.value ?? ""
            if let wanted = wanted[setting.keyword] ?? nil { return value != wanted }
            return !value.isEmpty && value != setting.builtIn
        }?.keyword
    }
}
