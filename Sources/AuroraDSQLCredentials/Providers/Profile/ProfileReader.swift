/// One profile's settings about credentials, checked.
struct ProfileReader {
    /// What `role_arn` comes with.
    enum Role {
        /// No role, or one that ``source(isFirst:)`` reads.
        case none
        /// `source_profile`.
        case sourceProfile(AssumedRole, String)
    }

    let name: String
    private let section: ConfigurationSection
    private let configuration: SharedConfiguration

    init(name: String, referrer: String?, configuration: SharedConfiguration) throws(CredentialsError) {
        guard let section = configuration.profiles[name] else {
            guard let referrer else {
                throw CredentialsError(.notConfigured, "There is no profile \(Quoted(name)).")
            }
            throw CredentialsError(
                .invalidConfiguration,
                "source_profile of the profile \(Quoted(referrer)) names \(Quoted(name)), which does not exist.",
                remedy: "Add the profile, or correct the name."
            )
        }
        self.name = name
        self.section = section
        self.configuration = configuration
    }

    func keys() throws(CredentialsError) -> Credentials? {
        switch (section["aws_access_key_id"], section["aws_secret_access_key"]) {
        case (nil, nil): return nil
        case (nil, _): throw missing("aws_access_key_id", beside: "aws_secret_access_key")
        case (_, nil): throw missing("aws_secret_access_key", beside: "aws_access_key_id")
        case (let key?, let secret?):
            return Credentials(
                accessKeyID: key,
                secretAccessKey: secret,
                sessionToken: section["aws_session_token"] ?? section["aws_security_token"],
                expiration: try AWSTimestamp.expiration(
                    section["aws_credential_expiration"],
                    named: "aws_credential_expiration of the profile \(Quoted(name))"
                ),
                accountID: section["aws_account_id"]
            )
        }
    }

    func role() throws(CredentialsError) -> Role {
        guard let arn = section["role_arn"] else { return .none }
        let other = section["credential_source"]
        guard let next = section["source_profile"] else { return .none }
        guard other == nil else {
            throw CredentialsError(
                .invalidConfiguration,
                "The profile \(Quoted(name)) has both source_profile and credential_source.",
                remedy: "Keep one of the two."
            )
        }
        return .sourceProfile(try assumedRole(arn), next)
    }

    /// Where credentials come from when no other profile is named, and the role to assume with them.
    func source(isFirst: Bool) throws(CredentialsError) -> (ProfilePlan.Source, AssumedRole?) {
        if let arn = section["role_arn"] {
            if let text = section["credential_source"] {
                return (.external(try credentialSource(text)), try assumedRole(arn))
            }
            guard let file = section["web_identity_token_file"] else {
                throw CredentialsError(
                    .incomplete,
                    "The profile \(Quoted(name)) has role_arn but neither source_profile nor credential_source.",
                    remedy: "Add one of them: it says whose credentials assume the role."
                )
            }
            let role = WebIdentityRole(
                arn: arn,
                tokenFile: file,
                sessionName: section["role_session_name"],
                region: section["region"]
            )
            return (.webIdentity(role), nil)
        }
        if section["web_identity_token_file"] != nil { throw missing("role_arn", beside: "web_identity_token_file") }
        if let source = try singleSignOn() { return (.singleSignOn(source), nil) }
        if let keys = try keys() { return (.keys(keys), nil) }
        if let session = section["login_session"] { return (.login(session: session), nil) }
        if let command = section["credential_process"] { return (.process(command: command), nil) }
        throw CredentialsError(
            isFirst ? .notConfigured : .invalidConfiguration,
            "The profile \(Quoted(name)) did not contain credential information.",
            remedy: "Add keys, a role, an SSO session or another source to it, for example with `aws configure`."
        )
    }

    private func assumedRole(_ arn: String) throws(CredentialsError) -> AssumedRole {
        var duration: Int?
        if let text = section["duration_seconds"] {
            guard let seconds = Int(text), (900...43_200).contains(seconds) else {
                throw CredentialsError(
                    .invalidConfiguration,
                    "duration_seconds of the profile \(Quoted(name)) says \(Quoted(text)).",
                    remedy: "Set it to a whole number of seconds from 900 to 43200."
                )
            }
            duration = seconds
        }
        return AssumedRole(
            profile: name,
            arn: arn,
            sessionName: section["role_session_name"],
            externalID: section["external_id"],
            durationSeconds: duration,
            mfaSerial: section["mfa_serial"],
            region: section["region"]
        )
    }

    private func credentialSource(_ text: String) throws(CredentialsError) -> ProfilePlan.CredentialSource {
        guard let source = ProfilePlan.CredentialSource(rawValue: text) else {
            let known = ProfilePlan.CredentialSource.allCases.map(\.rawValue).joined(separator: ", ")
            throw CredentialsError(
                .invalidConfiguration,
                "credential_source of the profile \(Quoted(name)) says \(Quoted(text)).",
                remedy: "Set it to one of: \(known)."
            )
        }
        return source
    }

    private func singleSignOn() throws(CredentialsError) -> SingleSignOnSource? {
        let own = ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"]
        let sessionName = section["sso_session"]
        guard sessionName != nil || own.contains(where: { section[$0] != nil }) else { return nil }
        let session = try sessionName.map { (name) throws(CredentialsError) in try ssoSession(name) }
        var missing: [String] = []
        func value(_ setting: String, from source: ConfigurationSection) -> String {
            if let value = source[setting] { return value }
            missing.append(session != nil && source == session ? "\(setting) in its sso-session" : setting)
            return ""
        }
        let source = SingleSignOnSource(
            session: sessionName,
            startURL: value("sso_start_url", from: session ?? section),
            region: value("sso_region", from: session ?? section),
            accountID: value("sso_account_id", from: section),
            roleName: value("sso_role_name", from: section)
        )
        guard missing.isEmpty else {
            throw CredentialsError(
                .incomplete,
                "The profile \(Quoted(name)) is set up for SSO but lacks \(missing.joined(separator: ", ")).",
                remedy: "Add what is missing, or run `aws configure sso --profile \(name)`."
            )
        }
        return source
    }

    private func ssoSession(_ session: String) throws(CredentialsError) -> ConfigurationSection {
        guard let found = configuration.ssoSessions[session] else {
            throw CredentialsError(
                .invalidConfiguration,
                "sso_session of the profile \(Quoted(name)) names \(Quoted(session)), "
                    + "but there is no section [sso-session \(session)].",
                remedy: "Add the section to the config file, or correct the name."
            )
        }
        for setting in ["sso_region", "sso_start_url"] {
            guard let own = section[setting], own != found[setting] else { continue }
            throw CredentialsError(
                .invalidConfiguration,
                "\(setting) of the profile \(Quoted(name)) contradicts its sso-session \(Quoted(session)).",
                remedy: "Remove it from the profile; it belongs in the sso-session."
            )
        }
        return found
    }

    private func missing(_ setting: String, beside other: String) -> CredentialsError {
        CredentialsError(
            .incomplete,
            "The profile \(Quoted(name)) has \(other) but not \(setting).",
            remedy: "Set both, or neither."
        )
    }
}
