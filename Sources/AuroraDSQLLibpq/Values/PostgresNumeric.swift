/// PostgreSQL's `numeric` in binary form: groups of four decimal digits.
///
/// Source: `numeric_send` in PostgreSQL's `numeric.c`: count of groups, weight of the first, sign, digits to show after
/// the point, then the groups, each 16 bits.
struct PostgresNumeric {
    private enum Sign: UInt16 {
        case positive = 0x0000
        case negative = 0x4000
        case notANumber = 0xC000
        case infinity = 0xD000
        case negativeInfinity = 0xF000
    }

    private let sign: Sign
    /// The power of 10,000 of the first group.
    private let weight: Int
    /// How many digits are shown after the point.
    private let scale: Int
    private let groups: [UInt16]

    init(_ bytes: RawSpan) throws {
        guard bytes.byteCount >= 8, let sign = Sign(rawValue: bytes.bigEndian(UInt16.self, at: 4)) else {
            throw LibpqDecodingFailure.malformed(.numeric)
        }
        let count = Int(bytes.bigEndian(UInt16.self))
        guard bytes.byteCount == 8 + 2 * count else { throw LibpqDecodingFailure.malformed(.numeric) }
        self.sign = sign
        weight = Int(bytes.bigEndian(Int16.self, at: 2))
        scale = Int(bytes.bigEndian(UInt16.self, at: 6))
        var groups: [UInt16] = []
        groups.reserveCapacity(count)
        for index in 0..<count { groups.append(bytes.bigEndian(UInt16.self, at: 8 + 2 * index)) }
        guard groups.allSatisfy({ $0 < 10_000 }) else { throw LibpqDecodingFailure.malformed(.numeric) }
        self.groups = groups
    }

    var isNaN: Bool { sign == .notANumber }

    /// The number as PostgreSQL prints it, with every digit.
    var text: String {
        switch sign {
        case .notANumber: return "NaN"
        case .infinity: return "Infinity"
        case .negativeInfinity: return "-Infinity"
        case .positive, .negative: break
        }
        var text: [UInt8] = sign == .negative ? [UInt8(ascii: "-")] : []
        for index in 0...max(weight, 0) {
            let digits = Self.fourDigits(group(weight < 0 ? -1 : index))
            // The first group has no leading zeros, but for the last one of "0".
            text += index == 0 ? Array(digits.drop { $0 == UInt8(ascii: "0") }) : digits
            if index == 0, group(weight < 0 ? -1 : 0) == 0 { text.append(UInt8(ascii: "0")) }
        }
        guard scale > 0 else { return String(decoding: text, as: UTF8.self) }
        text.append(UInt8(ascii: "."))
        let end = text.count + scale
        var index = weight + 1
        while text.count < end {
            text += Self.fourDigits(group(index))
            index += 1
        }
        return String(decoding: text.prefix(end), as: UTF8.self)
    }

    /// Sign, significand and exponent; `nil` for what is no number or has more digits than 128 bits hold.
    var digits: DecimalDigits? {
        guard sign == .positive || sign == .negative else { return nil }
        var last = groups.count
        while last > 0, groups[last - 1] == 0 { last -= 1 }
        guard last > 0 else { return DecimalDigits(isNegative: false, significand: 0, exponent: 0) }
        var exponent = 4 * (weight - last + 1)
        var significand: UInt128 = 0
        for (index, group) in groups[..<last].enumerated() {
            var group = UInt128(group)
            var factor: UInt128 = 10_000
            // Zeros at the very end take room and say nothing.
            while index == last - 1, group % 10 == 0 {
                group /= 10
                factor /= 10
                exponent += 1
            }
            let (shifted, overflow) = significand.multipliedReportingOverflow(by: factor)
            let (sum, carried) = shifted.addingReportingOverflow(group)
            guard !overflow, !carried else { return nil }
            significand = sum
        }
        return DecimalDigits(isNegative: sign == .negative, significand: significand, exponent: exponent)
    }

    private func group(_ index: Int) -> UInt16 { groups.indices.contains(index) ? groups[index] : 0 }

    private static func fourDigits(_ group: UInt16) -> [UInt8] {
        [group / 1000, group / 100 % 10, group / 10 % 10, group % 10].map { UInt8(ascii: "0") + UInt8($0) }
    }
}
