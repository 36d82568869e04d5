/// Where the shared files and the caches beside them lie.
package struct ConfigurationPaths: Sendable, Equatable {
    /// The config file; `nil` where neither a variable nor a home directory says where.
    package var config: String?
    /// The credentials file.
    package var credentials: String?
    /// The home directory.
    package var home: String?

    /// Finds the files as a shell would: `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` first, with `~`, `~name`,
    /// `$NAME` and `${NAME}` in them replaced, else `~/.aws/config` and `~/.aws/credentials`.
    ///
    /// The home directory is `HOME`, or the password database's where that is unset or empty.
    package init(environment: Environment, files: any FileSystem) {
        let home = ConfigurationPaths.homeDirectory(environment: environment, files: files)
        func path(_ variable: String, _ name: String) -> String? {
            if let text = environment.value(variable) {
                return ConfigurationPaths.expanded(text, environment: environment, files: files)
            }
            return home.map { "\($0)/.aws/\(name)" }
        }
        self.home = home
        config = path("AWS_CONFIG_FILE", "config")
        credentials = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    }

    private static func homeDirectory(environment: Environment, files: any FileSystem) -> String? {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? files.homeDirectoryOfUser()
        guard var home, !home.isEmpty else { return nil }
        while home.utf8.count > 1, home.hasSuffix("/") { home.removeLast() }
        return home
    }

    /// A path with its variables and its `~` replaced; what cannot be replaced stays as it is.
    package static func expanded(_ path: String, environment: Environment, files: any FileSystem) -> String {
        let path = replacingVariables(in: path, environment: environment)
        guard path.hasPrefix("~") else { return path }
        let user = path.dropFirst().prefix { $0 != "/" }
        let rest = path.dropFirst(user.count + 1)
        let home =
            user.isEmpty
            ? homeDirectory(environment: environment, files: files) : files.homeDirectory(ofUser: String(user))
        guard let home else { return path }
        return home + rest
    }

    private static func replacingVariables(in path: String, environment: Environment) -> String {
        guard path.contains("$") else { return path }
        var result = ""
        var rest = path[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let after = rest[rest.index(after: dollar)...]
            let name: Substring
            let end: Substring.Index
            if after.first == "{", let close = after.firstIndex(of: "}") {
                name = after[after.index(after: after.startIndex)..<close]
                end = after.index(after: close)
            } else {
                name = after.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
                end = name.endIndex
            }
            if !name.isEmpty, let value = environment[String(name)] {
                result += value
            } else {
                result += rest[dollar..<end]
            }
            rest = rest[end...]
        }
        return result + rest
    }
}
