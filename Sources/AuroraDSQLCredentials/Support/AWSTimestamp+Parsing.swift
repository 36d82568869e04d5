package import FoundationEssentials

extension AWSTimestamp {
    /// Reads an ISO 8601 moment: `2025-08-27T12:00:00Z`, with a fraction, with an offset such as `+01:00`.
    ///
    /// Strict about everything that would have to be guessed: a date without a time, a time without an offset, a day
    /// that does not exist.
    package static func parseISO8601(_ text: String) -> Date? {
        var rest = text.utf8[...]
        func number(_ digits: Int) -> Int? {
            guard rest.count >= digits else { return nil }
            var value = 0
            for byte in rest.prefix(digits) {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            rest = rest.dropFirst(digits)
            return value
        }
        func literal(_ accepted: String) -> Bool {
            guard let byte = rest.first, accepted.utf8.contains(byte) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4), literal("-"), let month = number(2), literal("-"), let day = number(2),
            literal("Tt "), let hour = number(2), literal(":"), let minute = number(2), literal(":"),
            let second = number(2), hour < 24, minute < 60, second < 61
        else { return nil }
        let fields = Fields(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        guard (1...12).contains(month), day >= 1 else { return nil }
        let midnight = Fields(year: year, month: month, day: day, hour: 0, minute: 0, second: 0)
        guard AWSTimestamp.fields(secondsSince1970: secondsSince1970(midnight)) == midnight else { return nil }

        var fraction = 0.0
        if literal(".,") {
            var scale = 0.1
            var digits = 0
            while let digit = number(1) {
                fraction += Double(digit) * scale
                scale /= 10
                digits += 1
            }
            guard digits > 0 else { return nil }
        }
        var offset = 0
        if !literal("Zz") {
            let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
            guard literal("+-"), let hours = number(2), hours < 24 else { return nil }
            var minutes = 0
            if !rest.isEmpty {
                _ = literal(":")
                guard let value = number(2), value < 60 else { return nil }
                minutes = value
            }
            offset = sign * (hours * 3_600 + minutes * 60)
        }
        guard rest.isEmpty else { return nil }
        return Date(timeIntervalSince1970: Double(secondsSince1970(fields) - offset) + fraction)
    }

    /// Reads an expiration that a source gave, or throws an error that names where it stood.
    package static func expiration(_ text: String?, named name: String) throws(CredentialsError) -> Date? {
        guard let text else { return nil }
        guard let date = parseISO8601(text) else {
            throw CredentialsError(
                .invalidConfiguration,
                "\(name) says \(Quoted(text)), which is not a date of the form 2025-08-27T12:00:00Z."
            )
        }
        return date
    }
}
