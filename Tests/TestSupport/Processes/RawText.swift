/// The bytes of an argument or an environment entry, which need not be UTF-8.
///
/// ```swift
/// let arguments: [RawText] = ["plain", "number \(7)", RawText(bytes: [0xFF, 0x0A])]
/// ```
package struct RawText: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The bytes, without the zero byte that ends them.
    package let bytes: [UInt8]

    /// Takes bytes as they are.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Takes a text's UTF-8.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// Takes a literal's UTF-8.
    package init(stringLiteral text: String) { self.init(text) }
}
