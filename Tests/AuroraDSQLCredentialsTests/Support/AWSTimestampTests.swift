import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct AWSTimestampTests {
    /// Seconds since 1970 and the moment as `date -u` has it.
    private static let moments: [(Int, String)] = [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (1_756_296_000, "2025-08-27T12:00:00Z"),
        (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (951_868_800, "2000-03-01T00:00:00Z"), (1_078_012_800, "2004-02-29T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
        (-2_203_891_200, "1900-03-01T00:00:00Z"), (-2_203_891_201, "1900-02-28T23:59:59Z"),
        (1_735_689_599, "2024-12-31T23:59:59Z"), (1_735_689_600, "2025-01-01T00:00:00Z"),
        (2_147_483_648, "2038-01-19T03:14:08Z"), (-62_135_596_800, "0001-01-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ]

    @Test(arguments: moments)
    func `a moment is written and read in both forms`(seconds: Int, text: String) {
        let date = Date(timeIntervalSince1970: Double(seconds))
        let basic = text.filter { $0 != "-" && $0 != ":" }
        #expect(AWSTimestamp.iso8601(date) == text)
        #expect(AWSTimestamp.basic(date) == basic)
        #expect(AWSTimestamp.parseISO8601(text) == date)
        #expect(AWSTimestamp.parseBasic(basic) == date)
    }

    @Test func `every day of four centuries follows the one before`() {
        // 146,097 days, after which the calendar repeats; counted on by the rule, not by the formula under test.
        var (year, month, day) = (1_850, 1, 1)
        var seconds = -3_786_825_600
        var wrong = 0
        for _ in 0..<146_097 {
            let midnight = AWSTimestamp.Fields(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
            let end = AWSTimestamp.Fields(year: year, month: month, day: day, hour: 23, minute: 59, second: 59)
            wrong += AWSTimestamp.fields(secondsSince1970: seconds) == midnight ? 0 : 1
            wrong += AWSTimestamp.fields(secondsSince1970: seconds + 86_399) == end ? 0 : 1
            wrong += AWSTimestamp.secondsSince1970(midnight) == seconds ? 0 : 1
            seconds += 86_400
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            day += 1
            if day > length { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect(wrong == 0)
        #expect(year == 2_250 && month == 1 && day == 1)
    }

    /// The text and the seconds since 1970 that it stands for.
    @Test(arguments: [
        ("2025-08-27T12:00:00.5Z", 1_756_296_000.5), ("2025-08-27T12:00:00,25Z", 1_756_296_000.25),
        ("2025-08-27T12:00:00.000000000Z", 1_756_296_000), ("2025-08-27t12:00:00z", 1_756_296_000),
        ("2025-08-27 12:00:00Z", 1_756_296_000), ("2025-08-27T12:00:00+00:00", 1_756_296_000),
        ("2025-08-27T13:00:00+01:00", 1_756_296_000), ("2025-08-27T13:00:00+0100", 1_756_296_000),
        ("2025-08-27T13:00:00+01", 1_756_296_000), ("2025-08-27T06:30:00-05:30", 1_756_296_000),
        ("2025-08-28T00:00:00+12:00", 1_756_296_000), ("2025-08-26T13:30:00.5-22:30", 1_756_296_000.5),
        ("2025-08-27T12:00:00-00:00", 1_756_296_000), ("2016-12-31T23:59:60Z", 1_483_228_800),
        ("1969-12-31T23:59:59.5Z", -0.5), ("2024-02-29T00:00:00Z", 1_709_164_800),
    ])
    func `the variations of ISO 8601 are read`(text: String, seconds: Double) {
        #expect(AWSTimestamp.parseISO8601(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "Z", "2025", "2025-08-27", "2025-08-27T12:00Z", "2025-08-27T12:00:00", "2025-08-27T12:00:00 Z",
        " 2025-08-27T12:00:00Z", "2025-08-27T12:00:00Z ", "2025-08-27T12:00:00Z\n", "2025-8-27T12:00:00Z",
        "25-08-27T12:00:00Z", "2025-00-27T12:00:00Z", "2025-13-27T12:00:00Z", "2025-08-00T12:00:00Z",
        "2025-08-32T12:00:00Z", "2025-04-31T12:00:00Z", "2025-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
        "2025-08-27T24:00:00Z", "2025-08-27T12:60:00Z", "2025-08-27T12:00:61Z", "2025-08-27T12:00:00.Z",
        "2025-08-27T12:00:00.5", "2025-08-27T12:00:00+", "2025-08-27T12:00:00+1", "2025-08-27T12:00:00+01:",
        "2025-08-27T12:00:00+01:0", "2025-08-27T12:00:00+24:00", "2025-08-27T12:00:00+01:60",
        "2025-08-27T12:00:00+01:00Z", "2025/08/27T12:00:00Z", "2025-08-27X12:00:00Z", "-025-08-27T12:00:00Z",
        "+2025-08-27T12:00:00Z", "20250827T120000Z", "1756296000", "٢٠٢٥-08-27T12:00:00Z",
        "2025-08-27T12:00:00\u{FF3A}",
    ])
    func `what would have to be guessed is not read`(text: String) {
        #expect(AWSTimestamp.parseISO8601(text) == nil)
    }

    @Test(arguments: [
        "", "20250827", "20250827T120000", "20250827t120000z", "2025-08-27T12:00:00Z", "20250827T120000ZZ",
        "20250230T120000Z", "20251301T120000Z", "20250001T120000Z", "20250800T120000Z", "20250827T240000Z",
        "20250827T126000Z", "20250827T120060Z", "2025082 T120000Z", "٢0250827T12000Z", "+0250827T120000Z",
    ])
    func `the basic form is read exactly or not at all`(text: String) {
        #expect(AWSTimestamp.parseBasic(text) == nil)
    }

    @Test(arguments: [(0.999, 0), (-0.001, -1), (1.0, 1), (-1.0, -1)])
    func `seconds are rounded down`(seconds: Double, whole: Int) {
        #expect(AWSTimestamp.wholeSeconds(Date(timeIntervalSince1970: seconds)) == whole)
    }

    @Test(arguments: [
        (Double.infinity, "9999-12-31T23:59:59Z"), (1e300, "9999-12-31T23:59:59Z"),
        (-.infinity, "0001-01-01T00:00:00Z"),
        (-1e300, "0001-01-01T00:00:00Z"), (.nan, "0001-01-01T00:00:00Z"),
    ])
    func `a date that cannot be written is moved to the nearest that can`(seconds: Double, text: String) {
        #expect(AWSTimestamp.iso8601(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func `an expiration that cannot be read is an error that says where it stood`() throws {
        #expect(try AWSTimestamp.expiration(nil, named: "Expiration") == nil)
        #expect(try AWSTimestamp.expiration("2025-08-27T12:00:00Z", named: "Expiration") == Golden.date)
        let error = #expect(throws: CredentialsError.self) {
            try AWSTimestamp.expiration("tomorrow", named: "AWS_CREDENTIAL_EXPIRATION")
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("AWS_CREDENTIAL_EXPIRATION says \"tomorrow\"") == true)
    }
}
