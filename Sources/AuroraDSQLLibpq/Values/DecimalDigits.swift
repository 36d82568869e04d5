import FoundationEssentials

/// A decimal number taken apart: sign, whole significand and power of ten.
struct DecimalDigits: Hashable {
    var isNegative: Bool
    var significand: UInt128
    var exponent: Int

    /// The same number as a `Decimal`; `nil` where it has no room.
    var decimal: Decimal? {
        // A Decimal holds 38 digits of any value and keeps its exponent in eight bits.
        guard significand < Self.power(38), (-128...127).contains(exponent) else { return nil }
        let half = Self.power(19)
        let (high, low) = significand.quotientAndRemainder(dividingBy: half)
        let sum = Decimal(UInt64(high)) * Decimal(UInt64(half)) + Decimal(UInt64(low))
        return Decimal(sign: isNegative ? .minus : .plus, exponent: exponent, significand: sum)
    }

    private static func power(_ exponent: Int) -> UInt128 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
