import AuroraDSQLCredentials

extension FuzzProperty {
    /// A profile that was read can be written down and is the same when it is read again.
    package static let sharedConfiguration = FuzzProperty("SharedConfiguration") { input in
        for kind in [ConfigurationDocument.Kind.config, .credentials] {
            guard let read = try? ConfigurationParser.parse(input, as: kind, path: "fuzz") else { continue }
            for (name, section) in read.profiles {
                var text = kind == .config ? "[profile \(name)]\n" : "[\(name)]\n"
                for (setting, value) in section.settings {
                    let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
                    text += "\(setting) =\(lines.joined(separator: "\n "))\n"
                    _ = section.nested(setting)
                }
                guard let again = try? ConfigurationParser.parse(Array(text.utf8), as: kind, path: "fuzz") else {
                    return "a profile that was written cannot be read"
                }
                guard again.profiles[name] == section else { return "a profile is another one when it is read again" }
            }
        }
        return nil
    }
}
