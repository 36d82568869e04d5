extension ProfilePlan {
    /// Works out what a profile says.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/notConfigured`` where the profile says nothing about
    ///   credentials, ``CredentialsError/Code/incomplete`` where a part is missing, and
    ///   ``CredentialsError/Code/invalidConfiguration`` for everything that cannot be.
    package static func resolve(
        _ name: String,
        in configuration: SharedConfiguration
    ) throws(CredentialsError) -> ProfilePlan {
        var visited = [name]
        var roles: [AssumedRole] = []
        var reader = try ProfileReader(name: name, referrer: nil, configuration: configuration)
        while true {
            let isFirst = visited.count == 1
            // Keys end a chain: a profile that others point at gives its keys even when it has a role of its own.
            if !isFirst, let keys = try reader.keys() {
                return ProfilePlan(source: .keys(keys), sourceProfile: reader.name, roles: roles.reversed())
            }
            guard case .sourceProfile(let role, let next) = try reader.role() else {
                let (source, role) = try reader.source(isFirst: isFirst)
                if let role { roles.append(role) }
                return ProfilePlan(source: source, sourceProfile: reader.name, roles: roles.reversed())
            }
            roles.append(role)
            if next == reader.name { return try selfReference(reader, roles: roles) }
            guard !visited.contains(next) else { throw loop(visited + [next]) }
            visited.append(next)
            reader = try ProfileReader(name: next, referrer: reader.name, configuration: configuration)
        }
    }

    private static func selfReference(
        _ reader: ProfileReader,
        roles: [AssumedRole]
    ) throws(CredentialsError) -> ProfilePlan {
        guard let keys = try reader.keys() else {
            throw CredentialsError(
                .invalidConfiguration,
                "source_profile of the profile \(Quoted(reader.name)) names the profile itself, which has no keys.",
                remedy: "Add aws_access_key_id and aws_secret_access_key to it, or name another profile."
            )
        }
        return ProfilePlan(source: .keys(keys), sourceProfile: reader.name, roles: roles.reversed())
    }

    private static func loop(_ path: [String]) -> CredentialsError {
        // A path of thousands would bury the sentence; its ends show where to look.
        let shown = path.count > 12 ? path.prefix(6) + ["..."] + path.suffix(5) : path[...]
        return CredentialsError(
            .invalidConfiguration,
            "source_profile leads round in an infinite loop: \(shown.map { "\(Quoted($0))" }.joined(separator: " -> ")).",
            remedy: "Let one of these profiles have keys, credential_source or another source."
        )
    }
}
