/// What a startup packet may ask for, and what of it PostgreSQL gets to see.
package enum StartupPolicy {
    /// Settings the service takes, at startup as in SET; all names are compared in lower case.
    static let settings: Set<String> = [
        "application_name", "client_encoding", "datestyle", "extra_float_digits", "intervalstyle", "timezone",
        "search_path", "role",
    ]

    package static func allowsSetting(_ name: String) -> Bool {
        let name = name.lowercased()
        return settings.contains(name) || name.hasPrefix("enable_")
    }

    /// The parameters to hand on to PostgreSQL.
    package static func admit(_ message: StartupMessage) throws(ServerError) -> StartupMessage {
        var result = StartupMessage(parameters: [:])
        for (name, value) in message.parameters.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "user", "database":
                result.parameters[name] = value
            case "options":
                for (setting, text) in try options(value) {
                    result.parameters[setting] = text
                }
            case "replication" where ["false", "off", "no", "0"].contains(value.lowercased()):
                continue
            default:
                guard allowsSetting(name) else { throw refusal(of: name) }
                result.parameters[name] = value
            }
        }
        guard let user = result.parameters["user"], !user.isEmpty else {
            throw ServerError(.fatal, "28000", "no PostgreSQL user name specified in startup packet")
        }
        // As PostgreSQL has it: the database is called like the user when nothing is said.
        if result.parameters["database", default: ""].isEmpty {
            result.parameters["database"] = user
        }
        return result
    }

    /// Reads `-c name=value`, `-cname=value` and `--name=value`, with a backslash before a literal space.
    private static func options(_ text: String) throws(ServerError) -> [(String, String)] {
        var words = Self.words(text)[...]
        var result: [(String, String)] = []
        while let word = words.popFirst() {
            var assignment: Substring
            if word == "-c" {
                assignment = words.popFirst()?[...] ?? ""
            } else if word.hasPrefix("--") {
                assignment = word.dropFirst(2)
            } else if word.hasPrefix("-c") {
                assignment = word.dropFirst(2)
            } else {
                throw ServerError(.fatal, "42601", "invalid command-line argument for server process: \(word)")
            }
            guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
                throw ServerError(.fatal, "42601", "-c \(assignment) requires a value")
            }
            let name = String(assignment[..<equals]).replacing("-", with: "_")
            // Routing for private endpoints; the host name has done that already.
            if name == "amzn_cluster_id" { continue }
            guard allowsSetting(name) else { throw refusal(of: name) }
            result.append((name, String(assignment[assignment.index(after: equals)...])))
        }
        return result
    }

    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word: String?
        var escaped = false
        for character in text {
            if escaped {
                word = (word ?? "") + String(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
                word = word ?? ""
            } else if character.isWhitespace {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let finished = word { words.append(finished) }
        return words
    }

    private static func refusal(of name: String) -> ServerError {
        ServerError(.fatal, "0A000", "setting configuration parameter \"\(name)\" not supported")
    }
}
