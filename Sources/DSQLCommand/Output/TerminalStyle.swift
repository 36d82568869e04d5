/// Colour, where a person sees it: on a terminal, and nobody has asked for none.
///
/// Source: no-color.org, by which `NO_COLOR` that is set and not empty means none.
struct TerminalStyle: Sendable {
    /// Whether there is colour.
    let isOn: Bool

    /// The style for a descriptor of this process.
    static func forDescriptor(_ descriptor: Int32) -> TerminalStyle {
        TerminalStyle(
            isTerminal: POSIX.isTerminal(descriptor),
            noColor: POSIX.repairedVariable("NO_COLOR"),
            terminal: POSIX.repairedVariable("TERM")
        )
    }

    init(isTerminal: Bool, noColor: String?, terminal: String?) {
        isOn = isTerminal && (noColor ?? "").isEmpty && terminal != nil && terminal != "" && terminal != "dumb"
    }

    /// Bold red, for what is wrong.
    func alarming(_ text: String) -> String { isOn ? "\u{1B}[1;31m\(text)\u{1B}[0m" : text }
}
