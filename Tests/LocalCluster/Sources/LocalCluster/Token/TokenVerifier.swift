/// Decides whether a password lets a user in.
///
/// A value: what it knows (keys, region, denied actions) can be swapped while connections are open, as IAM's
/// answers can change under a running cluster.
package struct TokenVerifier: Sendable {
    package var keys: [AccessKey]
    package var region: String
    package var clusterID: String
    /// Actions that no policy grants: `DbConnect`, `DbConnectAdmin`.
    package var deniedActions: Set<String>

    /// How far ahead of the cluster's clock a token may be dated.
    package static let toleratedSkewSeconds: Int64 = 300

    package init(keys: [AccessKey], region: String, clusterID: String, deniedActions: Set<String> = []) {
        self.keys = keys
        self.region = region
        self.clusterID = clusterID
        self.deniedActions = deniedActions
    }

    /// Returns the token's parts when it admits `user` at the server called `serverName`.
    @discardableResult
    package func verify(
        _ text: String,
        user: String,
        serverName: String,
        now: SigningTime
    ) throws(TokenRefusal) -> PresignedToken {
        let token = try PresignedToken(text)
        try checkForm(token, serverName: serverName)
        try checkTime(token, now: now)
        try checkSignature(token)
        try checkAction(token.action, user: user)
        return token
    }

    private func checkForm(_ token: PresignedToken, serverName: String) throws(TokenRefusal) {
        guard token.algorithm == "AWS4-HMAC-SHA256" else {
            throw TokenRefusal(.algorithm, "X-Amz-Algorithm must be AWS4-HMAC-SHA256.")
        }
        guard token.signedHeaders == "host" else {
            throw TokenRefusal(.signedHeaders, "X-Amz-SignedHeaders must be host.")
        }
        guard token.scope[0] == token.date.day, token.scope[2] == "dsql", token.scope[3] == "aws4_request" else {
            throw TokenRefusal(
                .credentialScope,
                "Credential should be scoped to the date of X-Amz-Date, the service dsql and end in aws4_request."
            )
        }
        guard token.scope[1] == region else {
            throw TokenRefusal(.region, "Credential should be scoped to a valid region: \(region) is expected.")
        }
        guard token.host.lowercased() == serverName.lowercased() else {
            throw TokenRefusal(.host, "The token was signed for another host than \(serverName.lowercased()).")
        }
    }

    private func checkTime(_ token: PresignedToken, now: SigningTime) throws(TokenRefusal) {
        let latest = now.advanced(by: Self.toleratedSkewSeconds)
        guard token.date <= latest else {
            throw TokenRefusal(
                .notYetCurrent,
                "Signature not yet current: \(token.date) is still later than \(latest) (\(now) + 5 min.)"
            )
        }
        let end = token.date.advanced(by: token.lifetimeSeconds)
        guard now < end else {
            throw TokenRefusal(.expired, "Signature expired: \(end) is now earlier than \(now)")
        }
    }

    private func checkSignature(_ token: PresignedToken) throws(TokenRefusal) {
        guard let key = keys.first(where: { $0.id == token.accessKeyID }) else {
            throw TokenRefusal(.unknownKey, "The security token included in the request is invalid.")
        }
        switch (key.sessionToken, token.sessionToken) {
        case (nil, nil): break
        case (let expected?, let found?) where SignatureCheck.isEqual(expected, found): break
        default:
            throw TokenRefusal(.sessionToken, "The security token included in the request is invalid.")
        }
        guard SignatureCheck.isEqual(SignatureCheck.signature(of: token, secret: key.secret), token.signature) else {
            throw TokenRefusal(.signature, "The signature does not match the one worked out for this request.")
        }
    }

    private func checkAction(_ action: String, user: String) throws(TokenRefusal) {
        guard action == (user == "admin" ? "DbConnectAdmin" : "DbConnect") else {
            throw TokenRefusal(.action, "Wrong user to action mapping. user: \(user), action: \(action)")
        }
        guard !deniedActions.contains(action) else {
            throw TokenRefusal(
                .denied,
                "User: arn:aws:iam::123456789012:user/example is not authorized to perform: dsql:\(action) "
                    + "on resource: arn:aws:dsql:\(region):123456789012:cluster/\(clusterID)"
            )
        }
    }
}
