import AuroraDSQLCredentials
import FoundationEssentials

/// What a token says of itself, for a person to read.
struct TokenReport: Sendable {
    /// More than this ahead of the clock, and the cluster refuses a token as signed in the future.
    private static let acceptedSkew = 300.0

    private let inspection: TokenInspection
    private let now: Date

    /// Reads a token.
    init(_ text: String, now: Date) throws {
        inspection = try TokenInspection(text)
        self.now = now
    }

    /// One line for each part; never the signature or the session token.
    var text: String {
        let kind = inspection.hasSessionToken ? " (temporary, with a session token)" : ""
        let lines = [
            ("host", inspection.host), ("action", inspection.action.rawValue), ("region", inspection.region.name),
            ("access key", inspection.accessKeyID + kind), ("signed", AWSTimestamp.iso8601(inspection.signedAt)),
            ("expires", "\(AWSTimestamp.iso8601(inspection.expiration)) (\(state))"),
        ]
        return lines.map { name, value in
            "\(name)\(String(repeating: " ", count: 12 - name.utf8.count))\(value)\n"
        }.joined()
    }

    private var state: String {
        let left = inspection.expiration.timeIntervalSince(now)
        if inspection.signedAt.timeIntervalSince(now) > Self.acceptedSkew {
            return "not valid yet: it was signed in the future, so a clock is wrong"
        }
        return left > 0 ? "valid for \(Self.duration(left))" : "expired \(Self.duration(-left)) ago"
    }

    /// The two largest units.
    private static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e12))
        let (days, hours, minutes) = (whole / 86_400, whole / 3_600 % 24, whole / 60 % 60)
        if days > 0 { return "\(days) d \(hours) h" }
        if hours > 0 { return "\(hours) h \(minutes) min" }
        return minutes > 0 ? "\(minutes) min \(whole % 60) s" : "\(whole) s"
    }
}
