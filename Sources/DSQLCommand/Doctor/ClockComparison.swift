package import FoundationEssentials
import AuroraDSQLCredentials

/// This machine's clock beside the time that a server said.
package struct ClockComparison: Sendable, Equatable {
    /// What it means for a login.
    package enum Verdict: Sendable { case ok, note, broken }

    /// The cluster refuses a token from further ahead than this.
    private static let acceptedLead = 300.0
    /// Less than this is the network's doing, and the second that HTTP counts in.
    private static let tolerance = 30.0

    /// What the server said.
    package let server: Date
    /// By how many seconds this machine is ahead; negative when it is behind.
    package let lead: Double

    package init(server: Date, local: Date) {
        self.server = server
        lead = local.timeIntervalSince(server)
    }

    /// The verdict for a token that lasts some seconds.
    package func verdict(tokenSeconds: Int) -> Verdict {
        if lead > Self.acceptedLead || -lead >= Double(tokenSeconds) { return .broken }
        return abs(lead) > Self.tolerance ? .note : .ok
    }

    /// In words.
    package var text: String {
        if abs(lead) <= Self.tolerance { return "agrees with a server's that was asked for credentials" }
        let local = AWSTimestamp.iso8601(server.addingTimeInterval(lead))
        return "this machine's clock says \(local), a server said \(AWSTimestamp.iso8601(server)): "
            + "\(Int(abs(lead))) seconds \(lead > 0 ? "ahead" : "behind")"
    }

    /// What to do about it.
    package static let remedy = "Set this machine's clock: `timedatectl set-ntp true`, or what your system has for NTP."
}
