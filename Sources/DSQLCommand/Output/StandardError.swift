import AuroraDSQLCredentials

/// Standard error: words for people, never a secret.
enum StandardError {
    /// Says what is wrong and what to do.
    static func say(_ text: String) {
        // Nobody is left to be told when standard error itself is closed.
        let name = TerminalStyle.forDescriptor(2).alarming("dsql:")
        try? POSIX.write(Array("\(name) \(clean(text))\n".utf8), to: 2)
    }

    /// The text as a person may see it: on one line, without secrets.
    static func clean(_ text: String) -> String { printable(SecretFilter.current.apply(to: text)) }

    /// The text on one line, without anything that moves a terminal's cursor.
    private static func printable(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: line.append("?")
            default: line.append(scalar)
            }
        }
        return String(line)
    }

    /// Says an error: its message, its remedy and what lies underneath.
    static func say(_ error: any Error) {
        if (error as? CommandFailure)?.isSaid != true { say(text(of: error)) }
    }

    /// What there is to say about an error.
    static func text(of error: any Error) -> String {
        switch error {
        case let error as CommandFailure: error.description
        case let error as POSIX.Failure: "The system refused: \(error.text)."
        case let error as any CustomStringConvertible: error.description
        default: "An unexpected error of the type \(type(of: error)) ended the command."
        }
    }
}
