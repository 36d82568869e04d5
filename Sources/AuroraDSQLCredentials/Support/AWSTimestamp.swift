package import FoundationEssentials

/// Dates as AWS writes them, by arithmetic alone: no formatter, calendar or locale is touched.
package enum AWSTimestamp {
    /// The calendar fields of a moment in UTC.
    package struct Fields: Sendable, Equatable {
        package var year, month, day, hour, minute, second: Int

        /// Creates fields, which need not be a moment that exists.
        package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
        }
    }

    /// Splits seconds since 1970 into UTC fields (proleptic Gregorian).
    package static func fields(secondsSince1970 seconds: Int) -> Fields {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        // Days are counted from 0000-03-01, so that the leap day ends a 400-year era.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return Fields(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
            month: month,
            day: dayOfYear - (153 * monthFromMarch + 2) / 5 + 1,
            hour: rest / 3_600,
            minute: rest / 60 % 60,
            second: rest % 60
        )
    }

    /// Seconds since 1970 of UTC fields.
    package static func secondsSince1970(_ fields: Fields) -> Int {
        let year = fields.month <= 2 ? fields.year - 1 : fields.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let monthFromMarch = fields.month > 2 ? fields.month - 3 : fields.month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + fields.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        return days * 86_400 + fields.hour * 3_600 + fields.minute * 60 + fields.second
    }

    /// `2025-08-27T12:00:00Z`, in UTC.
    package static func iso8601(_ date: Date) -> String {
        let value = fields(secondsSince1970: wholeSeconds(date))
        return "\(pad(value.year, 4))-\(pad(value.month, 2))-\(pad(value.day, 2))"
            + "T\(pad(value.hour, 2)):\(pad(value.minute, 2)):\(pad(value.second, 2))Z"
    }

    /// `20250827T120000Z`, the form of `X-Amz-Date`.
    package static func basic(_ date: Date) -> String {
        let value = fields(secondsSince1970: wholeSeconds(date))
        return basicDay(value) + "T\(pad(value.hour, 2))\(pad(value.minute, 2))\(pad(value.second, 2))Z"
    }

    /// `20250827`.
    package static func basicDay(_ fields: Fields) -> String {
        pad(fields.year, 4) + pad(fields.month, 2) + pad(fields.day, 2)
    }

    /// Seconds since 1970, rounded down; a date beyond the four-digit years is moved to their end.
    package static func wholeSeconds(_ date: Date) -> Int {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        // -62135596800 is 0001-01-01 and 253402300799 is 9999-12-31T23:59:59Z.
        // Not `max` and `min`, which would hand a NaN on to `Int`.
        return Int(Double.minimum(Double.maximum(seconds, -62_135_596_800), 253_402_300_799))
    }

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
