import AuroraDSQLCredentials
import TestSupport

extension ConfigurationSection {
    /// A section from JSON; an object inside it is a nested block.
    init(json value: JSONValue) {
        self.init(
            value.members.mapValues { setting in
                setting.string ?? setting.members.map { "\n\($0.key) = \($0.value.string ?? "")" }.joined()
            }
        )
    }
}
