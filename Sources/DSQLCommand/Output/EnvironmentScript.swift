import ArgumentParser

/// A planned environment as text that a shell evaluates.
struct EnvironmentScript: Sendable {
    /// The languages it can be written in.
    enum Format: String, Sendable, OptionChoice {
        case bash, fish, powershell, json
    }

    private let plan: ChildEnvironment

    init(_ plan: ChildEnvironment) { self.plan = plan }

    /// The text, which ends with a line end.
    func text(_ format: Format) -> String {
        switch format {
        case .bash: lines(remove: { "unset \($0)" }, assign: { "export \($0)=\(Self.posixQuoted($1))" })
        case .fish: lines(remove: { "set -e \($0)" }, assign: { "set -gx \($0) \(Self.fishQuoted($1))" })
        case .powershell:
            lines(
                remove: { "Remove-Item Env:\($0) -ErrorAction SilentlyContinue" },
                assign: { "$env:\($0) = \(Self.powerShellQuoted($1))" }
            )
        case .json: json
        }
    }

    // Removals come first: unsetting what is not set is a failure in some shells, and the last line's status is what
    // an `eval` answers.
    private func lines(remove: (String) -> String, assign: (String, String) -> String) -> String {
        let all = plan.removals.map(remove) + plan.assignments.map { assign($0.name, $0.value) }
        return all.joined(separator: "\n") + "\n"
    }

    private var json: String {
        let set = plan.assignments.map { "\(JSONText.quoted($0.name)): \(JSONText.quoted($0.value))" }
        let unset = plan.removals.map(JSONText.quoted)
        return "{\"set\": {\(set.joined(separator: ", "))}, \"unset\": [\(unset.joined(separator: ", "))]}\n"
    }

    /// In single quotes everything stands for itself but the quote.
    ///
    /// By scalar, as in the others: a quote with a combining mark behind it is one character, and still a quote.
    static func posixQuoted(_ value: String) -> String {
        var text = "'"
        for scalar in value.unicodeScalars {
            if scalar == "'" { text += "'\\''" } else { text.unicodeScalars.append(scalar) }
        }
        return text + "'"
    }

    /// In fish's single quotes the backslash escapes the quote and itself.
    static func fishQuoted(_ value: String) -> String {
        var text = "'"
        for scalar in value.unicodeScalars {
            if scalar == "'" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text + "'"
    }

    /// In PowerShell's single quotes a quote is doubled, and it takes four typographic quotes for one as well.
    static func powerShellQuoted(_ value: String) -> String {
        var text = "'"
        for scalar in value.unicodeScalars {
            if scalar == "'" || ("\u{2018}"..."\u{201B}").contains(scalar) { text.unicodeScalars.append(scalar) }
            text.unicodeScalars.append(scalar)
        }
        return text + "'"
    }
}
