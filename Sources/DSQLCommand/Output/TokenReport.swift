import FoundationEssentials
struct TokenReport {
    let text: String
    init(_ t: String, now: Date) throws { text = "" }
}
