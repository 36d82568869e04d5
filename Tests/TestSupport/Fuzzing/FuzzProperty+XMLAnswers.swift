import AuroraDSQLCredentials

extension FuzzProperty {
    /// An answer that was read can be written down and is the same when it is read again.
    package static let xmlAnswers = FuzzProperty("XMLAnswers") { input in
        guard let root = XMLElement(parsing: input) else { return nil }
        return XMLElement(parsing: Array(written(root).utf8)) == root ? nil : "an answer is another one when read again"
    }

    private static func written(_ element: XMLElement) -> String {
        var text = ""
        for scalar in element.text.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return "<\(element.name)>\(text)\(element.children.map(written).joined())</\(element.name)>"
    }
}
