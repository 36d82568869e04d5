import AuroraDSQLCredentials

extension ConnectionURL {
    /// The parameters a URL may have.
    private enum Parameter: String, CaseIterable {
        case applicationName = "application_name"
        case connectTimeout = "connect_timeout"
        case hostAddress = "hostaddr"
        case occMaxRetries
        case ormPrefix
        case profile
        case region
        case sslMode = "sslmode"
        case sslNegotiation = "sslnegotiation"
        case rootCertificatePath = "sslrootcert"
        case tokenDuration = "tokenDurationSecs"
    }

    /// The sentence that lists what is allowed, in the order of the alphabet.
    static let validNames = "The parameters are \(Parameter.allCases.map(\.rawValue).sorted().joined(separator: ", "))."

    /// Reads what is behind the question mark.
    mutating func readParameters(_ query: ArraySlice<UInt8>) throws(DSQLError) {
        let items = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { item in
            let sign = item.firstIndex(of: UInt8(ascii: "="))
            return (name: item[..<(sign ?? item.endIndex)], value: sign.map { item[($0 + 1)...] })
        }
        var names: [String] = []
        for item in items { names.append(try Self.decoded(item.name, "parameter names")) }
        // First of all: the rest of a password that holds an & looks like further parameters.
        guard !names.contains(where: Self.mayNameSecret) else { throw Self.passwordRefused }
        try Self.refuseUnknown(names)
        if let twice = names.first(where: { name in names.count(where: { $0 == name }) > 1 }) {
            throw Self.malformed("has the parameter \(twice) twice", remedy: Self.validNames)
        }
        for (name, item) in zip(names, items) {
            let value = try item.value.map { value throws(DSQLError) in try Self.decoded(value, "parameters") }
            guard let value, !value.isEmpty else {
                throw Self.malformed(
                    "has the parameter \(name) without a value",
                    remedy: "Give it one or leave it out. \(Self.validNames)"
                )
            }
            if let parameter = Parameter(rawValue: name) { try set(parameter, to: value) }
        }
    }

    private static func refuseUnknown(_ names: [String]) throws(DSQLError) {
        let unknown = Set(names.filter { Parameter(rawValue: $0) == nil })
        guard !unknown.isEmpty else { return }
        // What does not look like a name may be anything, and is not repeated.
        var shown = unknown.filter(looksLikeName).sorted()
        if unknown.contains("") { shown.append("one without a name") }
        if unknown.contains(where: { !$0.isEmpty && !looksLikeName($0) }) { shown.append("one that is no name") }
        let noun = unknown.count == 1 ? "an unknown parameter" : "unknown parameters"
        throw malformed("has \(noun): \(shown.joined(separator: ", "))", remedy: validNames)
    }

    private static func looksLikeName(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "_-.".utf8.contains(byte)
            }
    }

    private static func mayNameSecret(_ name: String) -> Bool {
        let bytes = name.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return ["password", "passwd", "secret"].contains { bytes.firstRange(of: $0.utf8) != nil }
    }

    private mutating func set(_ parameter: Parameter, to value: String) throws(DSQLError) {
        switch parameter {
        case .applicationName: applicationName = value
        case .connectTimeout: connectTimeout = try SettingRules.connectTimeout(seconds: value)
        case .hostAddress:
            try SettingRules.checkHostAddress(value)
            hostAddress = value
        case .occMaxRetries: occMaxRetries = try SettingRules.retries(value)
        case .ormPrefix: ormPrefix = value
        case .profile: profile = value
        case .region:
            do { region = try Region(value).name } catch { throw DSQLError(error) }
        case .sslMode: try Self.require("verify-full", value, parameter)
        case .sslNegotiation: try Self.require("direct", value, parameter)
        case .rootCertificatePath: rootCertificatePath = value
        case .tokenDuration: tokenDuration = try SettingRules.tokenDuration(seconds: value)
        }
    }

    private static func require(_ only: String, _ value: String, _ parameter: Parameter) throws(DSQLError) {
        guard value != only else { return }
        throw malformed(
            "says \(parameter.rawValue)=\(SettingRules.shown(value)), and only \(only) is taken",
            remedy: "Write \(parameter.rawValue)=\(only), or leave it out."
        )
    }
}
