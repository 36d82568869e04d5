import FoundationEssentials
import Synchronization

/// What one call to the instance metadata service teaches the next one.
package final class InstanceMetadataSession: Sendable {
    /// The two families of paths under which a role's credentials are found.
    enum Family: String, Sendable {
        /// With the account; since 2025.
        case extended = "/latest/meta-data/iam/security-credentials-extended/"
        /// Without the account; on every instance.
        case legacy = "/latest/meta-data/iam/security-credentials/"
    }

    /// A session token of the service, with the time until which it is used.
    struct Token: Sendable {
        var text: String
        var end: Date
    }

    struct State: Sendable {
        var token: Token?
        var family = Family.extended
        var role: String?
        var credentials: Credentials?
        /// Whether the service has ever answered: where it has, silence is a fault and not an absence.
        var hasAnswered = false
    }

    private let state = Mutex(State())

    /// Creates a session that knows nothing.
    package init() {}

    var current: State { state.withLock { $0 } }

    func update(_ change: @Sendable (inout State) -> Void) { state.withLock { change(&$0) } }
}
