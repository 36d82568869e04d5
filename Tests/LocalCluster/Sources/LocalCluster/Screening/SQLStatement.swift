package enum SQLToken: Sendable, Equatable {
    /// A key word or plain identifier, in lower case.
    case word(String)
    /// What stands between double quotes.
    case quoted(String)
    /// A string in any of its notations.
    case literal
    case symbol(UInt8)
}

/// One statement of a query text: where it stands, and how it begins.
package struct SQLStatement: Sendable, Equatable {
    /// Its bytes, without the semicolon.
    package var range: Range<Int>
    package var tokens: [SQLToken] = []
    package var isTerminated = false
    /// `SELECT ... INTO TEMPORARY ...`, wherever in the statement that stands.
    package var hasIntoTemporary = false

    /// The words it begins with, up to the first thing that is none.
    var words: [String] {
        var result: [String] = []
        for case .word(let word) in tokens.prefix(while: { if case .word = $0 { true } else { false } }) {
            result.append(word)
        }
        return result
    }

    var firstWord: String? { if case .word(let word)? = tokens.first { word } else { nil } }

    func contains(_ word: String) -> Bool { tokens.contains(.word(word)) }
}
