/// Which profile to use, and who said so.
package struct ProfileName: Sendable, Equatable {
    /// Who named a profile.
    package enum Origin: Sendable, Equatable {
        /// The program, or `--profile`.
        case argument
        /// `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`.
        case environment(String)
        /// Nobody: it is `default`.
        case nobody
    }

    /// The profile's name.
    package var name: String
    /// Who named it.
    package var origin: Origin

    /// Chooses: the argument, then `AWS_PROFILE`, then `AWS_DEFAULT_PROFILE`, then `default`.
    ///
    /// A blank one counts as none.
    package init(argument: String?, environment: Environment) {
        if let argument = argument?.trimmedOrNil {
            self.init(name: argument, origin: .argument)
            return
        }
        for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
            if let name = environment.value(variable) {
                self.init(name: name, origin: .environment(variable))
                return
            }
        }
        self.init(name: "default", origin: .nobody)
    }

    /// Creates a choice.
    package init(name: String, origin: Origin) {
        self.name = name
        self.origin = origin
    }
}

extension SharedConfiguration {
    /// The profile that was chosen; `nil` only for `default` that nobody named.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/invalidConfiguration`` when a named one is missing.
    package func profile(_ choice: ProfileName) throws(CredentialsError) -> ConfigurationSection? {
        if let section = profiles[choice.name] { return section }
        if choice.origin == .nobody { return nil }
        let by =
            switch choice.origin {
            case .environment(let variable): ", named by \(variable),"
            case .argument, .nobody: ""
            }
        let places = paths.map { "\(Quoted($0))" }.joined(separator: " or ")
        throw CredentialsError(
            .invalidConfiguration,
            "The profile \(Quoted(choice.name))\(by) is not in \(places.isEmpty ? "the shared files" : places).",
            remedy: "Name one that is there, or make it with `aws configure --profile NAME`."
        )
    }
}
