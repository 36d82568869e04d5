package import FoundationEssentials

extension AWSTimestamp {
    /// Reads the form of `X-Amz-Date`, `20250827T120000Z`, and nothing else.
    package static func parseBasic(_ text: String) -> Date? {
        let bytes = [UInt8](text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(0) { value, byte in
                guard let value, (0x30...0x39).contains(byte) else { return nil }
                return value * 10 + Int(byte - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15)
        else { return nil }
        let fields = Fields(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        let seconds = secondsSince1970(fields)
        // A field out of its range comes back as another.
        guard (1...12).contains(month), AWSTimestamp.fields(secondsSince1970: seconds) == fields else { return nil }
        return Date(timeIntervalSince1970: Double(seconds))
    }
}
