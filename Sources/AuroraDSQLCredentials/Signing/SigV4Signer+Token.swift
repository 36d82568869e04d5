public import FoundationEssentials

extension SigV4Signer {
    /// How long a token may last, in seconds: up to 7 days.
    package static let tokenSeconds = 1...604_800

    /// Makes a DSQL authentication token: a presigned request without its scheme.
    ///
    /// The text is, byte for byte, what the AWS SDKs make. The host appears in it as given, and is signed in lower
    /// case.
    ///
    /// - Parameters:
    ///   - host: The cluster's host name; a port behind it (`:5432`) is signed with it.
    ///   - action: The permission to ask for.
    ///   - region: The cluster's Region.
    ///   - credentials: What to sign with. Whether they have expired is not looked at.
    ///   - date: When the token begins; rounded down to a second.
    ///   - seconds: How long it lasts: 1 to 604,800.
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/invalidValue`` for a host or a duration that cannot
    ///   be, and ``CredentialsError/Code/invalidConfiguration`` for credentials that cannot sign.
    public func presignedToken(
        host: String,
        action: AuthToken.Action,
        region: Region,
        credentials: Credentials,
        date: Date,
        expiresIn seconds: Int
    ) throws(CredentialsError) -> AuthToken {
        guard Self.tokenSeconds.contains(seconds) else {
            throw CredentialsError(
                .invalidValue,
                "A token cannot last \(seconds) seconds.",
                remedy: "Give 1 to 604800 seconds (7 days)."
            )
        }
        let signedHost = try SignedHost(host)
        let moment = AWSTimestamp.wholeSeconds(date)
        let context = try context(secondsSince1970: moment, region: region, credentials: credentials)
        let length =
            host.utf8.count + Self.fixedLength + action.rawValue.utf8.count + context.queryPrefix.count
            + TextWriter.width(ofDecimal: seconds) + context.queryToken.count
        let text = unsafe String(unsafeUninitializedCapacity: length) { buffer in
            var writer = unsafe TextWriter(buffer)
            Self.write(
                to: &writer,
                host: host,
                signedHost: signedHost,
                action: action,
                secondOfDay: moment - context.day * 86_400,
                duration: seconds,
                context: context
            )
            return writer.count
        }
        return AuthToken(password: text)
    }

    /// The bytes of a token that are always the same: `/?Action=`, the time of day, the names of parameters, the
    /// signature.
    private static let fixedLength = 9 + 6 + 16 + 25 + 17 + 64

    private static func write(
        to writer: inout TextWriter,
        host: String,
        signedHost: SignedHost,
        action: AuthToken.Action,
        secondOfDay: Int,
        duration: Int,
        context: SigningContext
    ) {
        writer.append(host)
        let hostEnd = writer.count
        writer.append(constant: "/?Action=")
        writer.append(action.rawValue)
        writer.append(context.queryPrefix)
        let timeStart = writer.count
        writer.append(twoDigits: secondOfDay / 3_600)
        writer.append(twoDigits: secondOfDay / 60 % 60)
        writer.append(twoDigits: secondOfDay % 60)
        let timeEnd = writer.count
        writer.append(constant: "Z&X-Amz-Expires=")
        writer.append(decimal: duration)

        // In the canonical request the parameters are sorted, so that the session token comes before the signed
        // headers; in the token it comes after them.
        var request = context.requestPrefix(action)
        writer.hash(from: timeStart, to: writer.count, into: &request)
        request.update(context.queryToken)
        request.update(constant: "&X-Amz-SignedHeaders=host\nhost:")
        switch signedHost {
        case .asGiven: writer.hash(from: 0, to: hostEnd, into: &request)
        case .changed(let canonical): request.update(canonical)
        }
        // SHA-256 of nothing: no token's request has a body.
        request.update(constant: "\n\nhost\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

        writer.append(constant: "&X-Amz-SignedHeaders=host")
        writer.append(context.queryToken)
        writer.append(constant: "&X-Amz-Signature=")
        // The place of the signature serves for the request's hash first, which spares a buffer.
        unsafe request.finish(into: writer.digestSpace)
        writer.appendHexadecimalDigest()
        var signature = context.signingKey
        signature.update(context.stringToSignPrefix)
        writer.authenticate(from: timeStart, to: timeEnd, into: &signature)
        signature.update(context.stringToSignMiddle)
        writer.authenticate(from: writer.count - 64, to: writer.count, into: &signature)
        writer.remove(last: 64)
        unsafe signature.finish(into: writer.digestSpace)
        writer.appendHexadecimalDigest()
    }
}
