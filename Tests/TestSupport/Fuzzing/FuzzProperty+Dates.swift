import AuroraDSQLCredentials

extension FuzzProperty {
    /// A moment that was read comes out of the written form to the second.
    package static let dates = FuzzProperty("Dates") { input in
        guard let date = AWSTimestamp.parseISO8601(String(decoding: input, as: UTF8.self)) else { return nil }
        let written = AWSTimestamp.iso8601(date)
        guard let again = AWSTimestamp.parseISO8601(written) else { return "\(written) cannot be read" }
        let seconds = AWSTimestamp.wholeSeconds(date)
        return AWSTimestamp.wholeSeconds(again) == seconds ? nil : "\(written) is not \(seconds)"
    }
}
