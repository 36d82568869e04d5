import AuroraDSQLCredentials
import FoundationEssentials

/// One random token to be made twice, by this package and by botocore.
struct DifferentialCase: Codable, Sendable {
    var host: String
    var region: String
    var action: String
    var seconds: Int
    var accessKey: String
    var secretKey: String
    var token: String?
    var date: Int

    private enum CodingKeys: String, CodingKey {
        case host, region, action, seconds, token, date
        case accessKey = "access_key"
        case secretKey = "secret_key"
    }

    /// Makes up a case.
    init(index: Int, using random: inout SeededRandom) {
        host = Self.host(using: &random)
        region = Self.label(Int.random(in: 1...20, using: &random), using: &random)
        action = Bool.random(using: &random) ? "DbConnect" : "DbConnectAdmin"
        seconds = [1, 900, 604_800, Int.random(in: 1...604_800, using: &random)].randomElement(using: &random) ?? 1
        accessKey = Self.text(Int.random(in: 1...128, using: &random), from: Self.visible, using: &random)
        secretKey = "s" + Self.text(Int.random(in: 0...100, using: &random), from: Self.anything, using: &random)
        // Every length is possible, and the ends are certain.
        let length = [0, 1, 4_096][safe: index] ?? Int.random(in: 0...4_096, using: &random)
        let alphabet = [Self.visible, Self.base64, Self.anything].randomElement(using: &random) ?? Self.anything
        token = length == 0 ? nil : Self.text(length, from: alphabet, using: &random)
        // 1970 to 9999, the days of now more often than not.
        let end = Bool.random(using: &random) ? 253_402_300_799 : 2_000_000_000
        date = Int.random(in: 0...end, using: &random)
    }

    /// Makes the token with this package.
    func signed(by signer: SigV4Signer) throws -> String {
        try signer.presignedToken(
            host: host,
            action: AuthToken.Action(rawValue: action) ?? .dbConnect,
            region: Region(region),
            credentials: Credentials(accessKeyID: accessKey, secretAccessKey: secretKey, sessionToken: token),
            date: Date(timeIntervalSince1970: Double(date)),
            expiresIn: seconds
        ).password
    }

    private static let visible = (0x21...0x7E).compactMap(Unicode.Scalar.init)
    private static let base64 = "ABCXYZabcxyz0189+/=".unicodeScalars.map { $0 }
    private static let anything =
        (0x00...0x7F).compactMap(Unicode.Scalar.init)
        + "äßé\u{301}\u{308}\u{323}ሴ中\u{200B}\u{2028}\u{FEFF}\u{FFFD}\u{FFFF}😀\u{10FFFF}".unicodeScalars

    private static func text(
        _ length: Int,
        from alphabet: [Unicode.Scalar],
        using random: inout SeededRandom
    ) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<length { text.append(alphabet.randomElement(using: &random) ?? "x") }
        return String(text)
    }

    private static func label(_ length: Int, using random: inout SeededRandom) -> String {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789".unicodeScalars.map { $0 }
        let middle = text(length, from: letters + ["-"], using: &random)
        return text(1, from: letters, using: &random) + middle + text(1, from: letters, using: &random)
    }

    private static func host(using random: inout SeededRandom) -> String {
        var labels = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            label(Int.random(in: 1...24, using: &random), using: &random)
        }
        if Bool.random(using: &random) { labels += ["dsql", "us-east-1", "on", "aws"] }
        var host = labels.joined(separator: ".")
        if Int.random(in: 0..<4, using: &random) == 0 { host = host.uppercased() }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: host += ":\(Int.random(in: 1...65_535, using: &random))"
        case 1: host += ":443"
        default: break
        }
        return host
    }
}

extension Array {
    /// The element, or `nil` beyond the end.
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
