/// Something that goes wrong on purpose.
package struct Fault: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        // Decided when a connection is accepted.
        case silent
        case refuseTLS = "refuse-tls"
        case wrongNameCertificate = "wrong-name-certificate"
        case expiredCertificate = "expired-certificate"
        case untrustedCertificate = "untrusted-certificate"
        // Decided when a login's token has been accepted.
        case tooManyConnections = "too-many-connections"
        case rateExceeded = "rate-exceeded"
        case wakingUp = "waking-up"
        case signatureExpired = "signature-expired"
        case slowLogin = "slow-login"
        // Decided at a statement.
        case conflictAtStatement = "conflict-at-statement"
        case hang
        // Decided at COMMIT.
        case conflictAtCommit = "conflict-at-commit"
        case cutBeforeCommit = "cut-before-commit"
        case cutAfterCommit = "cut-after-commit"

        package static let connection: Set<Kind> = [
            .silent, .refuseTLS, .wrongNameCertificate, .expiredCertificate, .untrustedCertificate,
        ]
        package static let login: Set<Kind> = [.tooManyConnections, .rateExceeded, .wakingUp, .signatureExpired]
        package static let statement: Set<Kind> = [.conflictAtStatement, .hang]
        package static let commit: Set<Kind> = [.conflictAtCommit, .cutBeforeCommit, .cutAfterCommit]
    }

    package var kind: Kind
    /// How often it still happens; nil for ever.
    package var count: Int?
    /// How likely it is each time it could happen.
    package var probability: Double
    /// Length of a wait, for the kinds that wait.
    package var seconds: Double
    package var conflict: Conflict

    package init(
        _ kind: Kind,
        count: Int? = 1,
        probability: Double = 1,
        seconds: Double? = nil,
        conflict: Conflict = .data
    ) {
        self.kind = kind
        self.count = count
        self.probability = probability
        self.seconds = seconds ?? (kind == .hang ? 3_600 : 1)
        self.conflict = conflict
    }
}
