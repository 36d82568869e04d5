/// The name of an AWS Region, such as `us-east-1`.
///
/// ```swift
/// let region = try Region("eu-west-1")
/// ```
///
/// The name is what host names are made of, so only what a host label may hold is accepted: lower-case letters,
/// digits and hyphens, not at either end, 1 to 63 of them. Whether such a Region exists is not checked, so that a new
/// one works the day it opens.
public struct Region: Sendable, Hashable, CustomStringConvertible {
    /// The Region's name.
    public let name: String

    /// Checks a Region's name.
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/invalidValue``.
    public init(_ name: String) throws(CredentialsError) {
        guard Region.isValid(name) else {
            throw CredentialsError(
                .invalidValue,
                "\(Quoted(name)) is not the name of an AWS Region.",
                remedy: "Give one such as us-east-1, in lower case."
            )
        }
        self.name = name
    }

    /// The Region's name.
    public var description: String { name }

    private static func isValid(_ name: String) -> Bool {
        let bytes = name.utf8
        guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
            return false
        }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }
}
