/// Why a token was not accepted.
///
/// None of these is worth a retry with the same token; ``Reason/expired`` is worth one with a fresh token.
package struct TokenRefusal: Error, Sendable, Equatable {
    package enum Reason: String, Sendable, CaseIterable {
        case malformed, algorithm, signedHeaders, credentialScope, host, region, unknownKey, sessionToken
        case lifetime, expired, notYetCurrent, signature, action, denied
    }

    package var reason: Reason
    /// What the client reads in the HINT field; never holds the token.
    package var hint: String

    package init(_ reason: Reason, _ hint: String) {
        self.reason = reason
        self.hint = hint
    }
}
