/// What a profile says about credentials, worked out to the end: where they begin, and which roles are assumed then.
///
/// A value: nothing has been read or asked when it is made, and two equal plans lead to the same requests.
package struct ProfilePlan: Sendable, Equatable {
    /// Where the first credentials come from.
    package enum Source: Sendable, Equatable {
        /// Keys in the profile.
        case keys(Credentials)
        /// `role_arn` with `web_identity_token_file`.
        case webIdentity(WebIdentityRole)
        /// `sso_session` or the legacy SSO settings.
        case singleSignOn(SingleSignOnSource)
        /// `login_session`.
        case login(session: String)
        /// `credential_process`; the command may hold secrets and is never shown.
        case process(command: String)
        /// `credential_source`.
        case external(CredentialSource)
    }

    /// The values of `credential_source`.
    package enum CredentialSource: String, Sendable, Equatable, CaseIterable {
        case environment = "Environment"
        case ec2InstanceMetadata = "Ec2InstanceMetadata"
        case ecsContainer = "EcsContainer"
    }

    /// Where the first credentials come from.
    package var source: Source
    /// The profile that says so.
    package var sourceProfile: String
    /// The roles to assume with them, in order.
    package var roles: [AssumedRole]

    /// Creates a plan.
    package init(source: Source, sourceProfile: String, roles: [AssumedRole] = []) {
        self.source = source
        self.sourceProfile = sourceProfile
        self.roles = roles
    }
}

/// A role that is assumed with other credentials.
package struct AssumedRole: Sendable, Equatable {
    /// The profile that says so.
    package var profile: String
    /// The role's ARN.
    package var arn: String
    /// The session's name; a name of ours where the profile gives none.
    package var sessionName: String?
    /// The secret of sorts that a third party was given; not shown.
    package var externalID: String?
    /// The life to ask for, 900 to 43,200 seconds.
    package var durationSeconds: Int?
    /// The MFA device whose code is asked for.
    package var mfaSerial: String?
    /// The profile's own Region.
    package var region: String?

    /// Creates a role.
    package init(
        profile: String,
        arn: String,
        sessionName: String? = nil,
        externalID: String? = nil,
        durationSeconds: Int? = nil,
        mfaSerial: String? = nil,
        region: String? = nil
    ) {
        self.profile = profile
        self.arn = arn
        self.sessionName = sessionName
        self.externalID = externalID
        self.durationSeconds = durationSeconds
        self.mfaSerial = mfaSerial
        self.region = region
    }
}

/// A role that is assumed with a token from a file.
package struct WebIdentityRole: Sendable, Equatable {
    /// The role's ARN.
    package var arn: String
    /// The file of the token, as it was written down.
    package var tokenFile: String
    /// The session's name; a name of ours where there is none.
    package var sessionName: String?
    /// The profile's own Region.
    package var region: String?

    /// Creates a role.
    package init(arn: String, tokenFile: String, sessionName: String? = nil, region: String? = nil) {
        self.arn = arn
        self.tokenFile = tokenFile
        self.sessionName = sessionName
        self.region = region
    }
}

/// An account and a role behind a single sign-on.
package struct SingleSignOnSource: Sendable, Equatable {
    /// The `sso-session`; `nil` for the legacy settings.
    package var session: String?
    /// The portal's URL.
    package var startURL: String
    /// The portal's Region.
    package var region: String
    /// The account.
    package var accountID: String
    /// The role, which is called a permission set there.
    package var roleName: String

    /// Creates a source.
    package init(session: String?, startURL: String, region: String, accountID: String, roleName: String) {
        self.session = session
        self.startURL = startURL
        self.region = region
        self.accountID = accountID
        self.roleName = roleName
    }
}
