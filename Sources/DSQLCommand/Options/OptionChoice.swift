import ArgumentParser

/// An option's value that is one of a few words.
protocol OptionChoice: ExpressibleByArgument, CaseIterable, RawRepresentable
where RawValue == String, AllCases == [Self] {}

// Spelt out, since the parser's own way to these reflects every case at each start, which costs more than signing.
extension OptionChoice {
    static var allValueStrings: [String] { allCases.map(\.rawValue) }
    static var allValueDescriptions: [String: String] { [:] }
    var defaultValueDescription: String { rawValue }
}
