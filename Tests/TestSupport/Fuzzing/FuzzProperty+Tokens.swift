import AuroraDSQLCredentials

extension FuzzProperty {
    /// A token that was taken names a host, can be read again, and lasts as long as one may; an error about one that was
    /// not shows none of its long values.
    package static let tokens = FuzzProperty("Tokens") { input in
        do throws(CredentialsError) {
            let inspection = try TokenInspection(bytes: input)
            guard !inspection.host.isEmpty, !inspection.host.utf8.contains(UInt8(ascii: "/")) else {
                return "a token without a host was taken"
            }
            guard (1...604_800).contains(inspection.seconds) else { return "a token that never works was taken" }
            let again = try? TokenInspection(String(decoding: input, as: UTF8.self))
            return again == inspection ? nil : "the token is not what was read from its bytes"
        } catch {
            let text = error.description
            let values = input.split { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "&") }
            let secret = values.first { $0.count >= 64 && text.contains(String(decoding: $0, as: UTF8.self)) }
            return secret == nil ? nil : "the error shows a value of the token"
        }
    }
}
