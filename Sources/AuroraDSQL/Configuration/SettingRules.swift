import AuroraDSQLCredentials

/// What each setting may be, wherever it came from: a configuration, a URL, an option or a variable.
package enum SettingRules {
    /// More tries than this are a loop, not a retry; the limit of the Java, Node.js and Rust connectors.
    package static let maximumRetries = 100
    private static let maximumTokenSeconds = 604_800
    private static let maximumConnectTimeout: Duration = .seconds(86_400)

    /// Reads a port.
    package static func port(_ text: String) throws(DSQLError) -> Int {
        guard let port = wholeNumber(text) else { throw invalidPort(shown(text)) }
        try checkPort(port)
        return port
    }

    /// Checks a port: 1 to 65535.
    package static func checkPort(_ port: Int) throws(DSQLError) {
        guard (1...65_535).contains(port) else { throw invalidPort("\(port)") }
    }

    /// Reads a token's duration in seconds.
    package static func tokenDuration(seconds text: String) throws(DSQLError) -> Duration {
        guard let seconds = wholeNumber(text) else { throw invalidTokenDuration(shown(text)) }
        guard (1...maximumTokenSeconds).contains(seconds) else { throw invalidTokenDuration("\(seconds) s") }
        return .seconds(seconds)
    }

    /// Checks a token's duration: whole seconds, 1 second to 7 days.
    package static func checkTokenDuration(_ duration: Duration) throws(DSQLError) {
        let (seconds, fraction) = duration.components
        guard fraction == 0, (1...Int64(maximumTokenSeconds)).contains(seconds) else {
            throw invalidTokenDuration("\(duration)")
        }
    }

    /// Reads a number of retries.
    package static func retries(_ text: String) throws(DSQLError) -> Int {
        guard let retries = wholeNumber(text) else { throw invalidRetries(shown(text)) }
        try checkRetries(retries)
        return retries
    }

    /// Checks a number of retries: 0 to 100.
    package static func checkRetries(_ retries: Int) throws(DSQLError) {
        guard (0...maximumRetries).contains(retries) else { throw invalidRetries("\(retries)") }
    }

    /// Reads a connect limit in seconds.
    package static func connectTimeout(seconds text: String) throws(DSQLError) -> Duration {
        guard let seconds = wholeNumber(text), (1...86_400).contains(seconds) else {
            throw invalidConnectTimeout(shown(text))
        }
        return .seconds(seconds)
    }

    /// Checks a connect limit: more than 0, a day at most.
    package static func checkConnectTimeout(_ duration: Duration) throws(DSQLError) {
        guard duration > .zero, duration <= maximumConnectTimeout else { throw invalidConnectTimeout("\(duration)") }
    }

    /// Checks a user or database: not empty, no zero byte.
    package static func checkName(_ name: String, of setting: String) throws(DSQLError) {
        guard !name.isEmpty else {
            throw DSQLError(.invalidConfiguration, "The \(setting) is empty.", remedy: "Give one, or leave it out.")
        }
        try checkText(name, of: setting)
    }

    /// Checks a text that ends at a zero byte wherever C reads it.
    package static func checkText(_ text: String, of setting: String) throws(DSQLError) {
        guard !text.utf8.contains(0) else {
            throw DSQLError(.invalidConfiguration, "The \(setting) holds a zero byte.", remedy: "Leave it out.")
        }
    }

    /// Checks an address to dial: one IPv4 or IPv6 literal.
    package static func checkHostAddress(_ text: String) throws(DSQLError) {
        guard !IPAddressLiteral.isAddress(text) else { return }
        throw DSQLError(
            .invalidConfiguration,
            "The host address \(shown(text)) is not an IP address.",
            remedy: "Give one address, such as 127.0.0.1 or ::1; a name belongs in the host."
        )
    }

    /// A value as an error shows it.
    static func shown(_ text: String) -> String { "\(Quoted(text))" }

    /// A whole number in plain decimal: `Int` alone would also take a plus sign.
    private static func wholeNumber(_ text: String) -> Int? {
        text.utf8.first == UInt8(ascii: "+") ? nil : Int(text)
    }

    private static func invalidPort(_ value: String) -> DSQLError {
        DSQLError(.invalidConfiguration, "The port \(value) is not a port.", remedy: "Give 1 to 65535.")
    }

    private static func invalidTokenDuration(_ value: String) -> DSQLError {
        DSQLError(
            .invalidConfiguration,
            "A token cannot last \(value).",
            remedy: "Give whole seconds, from 1 to 604800 (7 days)."
        )
    }

    private static func invalidRetries(_ value: String) -> DSQLError {
        DSQLError(
            .invalidConfiguration,
            "The number of conflict retries cannot be \(value).",
            remedy: "Give 0 to \(maximumRetries)."
        )
    }

    private static func invalidConnectTimeout(_ value: String) -> DSQLError {
        DSQLError(
            .invalidConfiguration,
            "The connect limit cannot be \(value).",
            remedy: "Give more than 0 seconds, and 86400 (a day) at most."
        )
    }
}
