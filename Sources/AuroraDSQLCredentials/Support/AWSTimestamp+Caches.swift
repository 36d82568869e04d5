import FoundationEssentials

extension AWSTimestamp {
    /// Reads a moment from a cache file of the AWS CLI, which writes `UTC` where others write `Z`.
    static func parseCached(_ text: String) -> Date? {
        parseISO8601(text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }

    /// `2025-08-27T12:00:00UTC`, as the AWS CLI writes it into its caches.
    static func cached(_ date: Date) -> String { iso8601(date).dropLast() + "UTC" }
}
