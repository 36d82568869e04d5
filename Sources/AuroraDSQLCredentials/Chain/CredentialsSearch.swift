/// A walk along a chain: what each source said, and what came of it.
package struct CredentialsSearch: Sendable {
    /// What one source said.
    package struct Attempt: Sendable, Equatable {
        /// What the source is called.
        package var source: String
        /// What it said.
        package var outcome: Outcome
    }

    /// What a source said.
    package enum Outcome: Sendable, Equatable {
        /// These credentials.
        case provided(Credentials)
        /// It has nothing to work with, and why.
        case notConfigured(String)
        /// It is set up but failed, and how.
        case failed(String)
        /// Another one answered, or failed, before.
        case notAsked
    }

    /// The sources in order.
    package var attempts: [Attempt] = []
    private var decision: Decision?

    // Not a `Result`, whose type the runtime would have to put together, with a look through all conformances.
    private enum Decision: Sendable {
        case found(Credentials)
        case broken(any Error)
    }

    /// Whether the search goes on.
    var isOpen: Bool { decision == nil }

    /// The source that answered.
    package var winner: String? {
        attempts.first { attempt in
            if case .provided = attempt.outcome { true } else { false }
        }?.source
    }

    /// The credentials, or the error that says why there are none.
    package var result: Result<Credentials, any Error> { Result { try credentials() } }

    /// The credentials.
    ///
    /// - Throws: The error that says why there are none.
    package func credentials() throws -> Credentials {
        switch decision {
        case .found(let credentials): return credentials
        case .broken(let error): throw error
        case nil: throw nothingFound
        }
    }

    mutating func provided(_ credentials: Credentials, by source: String) {
        attempts.append(Attempt(source: source, outcome: .provided(credentials)))
        decision = .found(credentials)
    }

    mutating func failed(_ error: any Error, at source: String) {
        guard let error = error as? CredentialsError else {
            // Of another's error nothing is known, not even whether its text holds a secret.
            attempts.append(Attempt(source: source, outcome: .failed("It threw \(type(of: error)).")))
            decision = .broken(error)
            return
        }
        guard error.code != .notConfigured else {
            attempts.append(Attempt(source: source, outcome: .notConfigured(error.message)))
            return
        }
        attempts.append(Attempt(source: source, outcome: .failed(error.description)))
        decision = .broken(
            CredentialsError(
                error.code,
                "Credentials from \(source) failed: \(error.message)",
                remedy: error.remedy,
                cause: error.cause ?? error
            )
        )
    }

    private var nothingFound: CredentialsError {
        let said = attempts.map { attempt -> String in
            guard case .notConfigured(let reason) = attempt.outcome else { return attempt.source }
            return "\(attempt.source): \(reason)"
        }
        return CredentialsError(
            .notConfigured,
            said.isEmpty ? "No credentials were found." : "No credentials were found. \(said.joined(separator: " "))",
            remedy: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile (--profile or AWS_PROFILE), "
                + "or set one up with `aws configure`."
        )
    }
}
