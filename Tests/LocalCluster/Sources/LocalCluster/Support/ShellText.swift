/// Texts for a POSIX shell to read.
package enum ShellText {
    package static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: #"'\''"#) + "'"
    }

    package static func export(_ name: String, _ value: String) -> String {
        "export \(name)=\(quoted(value))"
    }
}
