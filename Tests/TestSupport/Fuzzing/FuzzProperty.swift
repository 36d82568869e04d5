import AuroraDSQLCredentials

/// Something that has to hold for every input; fuzzers look for one that breaks it, and tests try the corpus.
package struct FuzzProperty: Sendable {
    /// The name of its corpus and, after `Fuzz`, of its program.
    package let name: String
    private let violation: @Sendable ([UInt8]) -> String?

    /// Creates a property from a function that says what an input breaks; `nil` where it breaks nothing.
    init(_ name: String, violation: @escaping @Sendable ([UInt8]) -> String?) {
        self.name = name
        self.violation = violation
    }

    /// All of them.
    package static let all = [
        jsonAnswers, dates, urls, sharedConfiguration, xmlAnswers, tokens, connectionURLs,
    ]

    /// What an input breaks.
    package func check(_ input: [UInt8]) -> String? { violation(input) }

    /// Tries an input of libFuzzer's and stops the program where the input breaks the property.
    public func run(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
        if let broken = check(input) { preconditionFailure(broken) }
        return 0
    }
}
