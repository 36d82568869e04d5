public import FoundationEssentials

/// PostgreSQL counts from midnight of 1 January 2000, UTC: timestamps in microseconds, dates in days.
@usableFromInline
enum PostgresEpoch: Sendable {
    /// From 1 January 2000 to Foundation's reference date, 1 January 2001.
    private static let secondsToReference: Int64 = 366 * 86_400
    private static let perSecond: Int64 = 1_000_000
    private static let exact: Int64 = 1 << 53
    // The ends of PostgreSQL's timestamp (4714-11-24 BC and 294277-01-01), beyond which it knows only infinity.
    private static let first: Int64 = -211_813_488_000_000_000
    private static let end: Int64 = 9_223_371_331_200_000_000

    @usableFromInline
    static func date(microseconds: Int64) -> Date {
        // Up to 285 years from 2001 a Double holds the whole number, which is then divided, and rounded, once.
        let shifted = microseconds &- secondsToReference * perSecond
        if -exact...exact ~= shifted { return Date(timeIntervalSinceReferenceDate: Double(shifted) / 1e6) }
        // Farther off whole seconds and the rest apart: together they would lose microseconds.
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: perSecond)
        return Date(timeIntervalSinceReferenceDate: Double(seconds - secondsToReference) + Double(rest) / 1e6)
    }

    static func date(days: Int32) -> Date {
        Date(timeIntervalSinceReferenceDate: Double(Int64(days) * 86_400 - secondsToReference))
    }

    /// `nil` for what PostgreSQL cannot hold.
    static func microseconds(_ date: Date) -> Int64? {
        let interval = date.timeIntervalSinceReferenceDate
        let whole = interval.rounded(.down)
        let rest = ((interval - whole) * 1e6).rounded()
        guard let seconds = Int64(exactly: whole), let fraction = Int64(exactly: rest) else { return nil }
        let (shifted, overflow) = seconds.addingReportingOverflow(secondsToReference)
        let (scaled, overflowScaling) = shifted.multipliedReportingOverflow(by: perSecond)
        let (sum, overflowSum) = scaled.addingReportingOverflow(fraction)
        guard !overflow, !overflowScaling, !overflowSum, (first..<end).contains(sum) else { return nil }
        return sum
    }
}
