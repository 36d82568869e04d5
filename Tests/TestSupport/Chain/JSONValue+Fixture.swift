package import AuroraDSQLCredentials

extension JSONValue {
    /// A string, also an empty one.
    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// An object's members; none for anything else.
    package var members: [String: JSONValue] {
        if case .object(let value) = self { value } else { [:] }
    }

    /// An array's elements; none for anything else.
    package var elements: [JSONValue] {
        if case .array(let value) = self { value } else { [] }
    }
}
