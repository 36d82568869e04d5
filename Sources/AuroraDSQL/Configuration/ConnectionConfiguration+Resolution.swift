package import AuroraDSQLCredentials

extension ConnectionConfiguration {
    /// Checks every setting once and completes them to what a driver connects with.
    ///
    /// ```swift
    /// let parameters = try configuration.resolve(driver: "libpq")
    /// let token = try await tokens.token(for: parameters.tokenRequest)
    /// ```
    ///
    /// - Parameter driver: The driver's name, as the application name shows it.
    /// - Throws: ``DSQLError`` with the code ``DSQLError/Code/invalidConfiguration``: the first setting that cannot be
    ///   accepted, its value and a remedy.
    public func resolve(driver: String) throws(DSQLError) -> ConnectionParameters {
        try resolve(driver: driver, environment: .process, isReadable: CABundle.isReadableFile)
    }

    /// Checks and completes the settings, given the world outside.
    package func resolve(
        driver: String,
        environment: Environment,
        isReadable: @escaping (String) -> Bool
    ) throws(DSQLError) -> ConnectionParameters {
        let endpoint: ClusterEndpoint
        do {
            endpoint = try ClusterEndpoint.resolve(host, region: region, environment: environment)
        } catch {
            throw DSQLError(error)
        }
        try SettingRules.checkPort(port)
        try SettingRules.checkName(user, of: "user")
        try SettingRules.checkName(database, of: "database")
        let hostAddress = hostAddress?.nonEmpty
        if let hostAddress { try SettingRules.checkHostAddress(hostAddress) }
        if let profile { try SettingRules.checkText(profile, of: "profile") }
        try SettingRules.checkTokenDuration(tokenDuration)
        if let occMaxRetries { try SettingRules.checkRetries(occMaxRetries) }
        let connectTimeout = connectTimeout ?? Self.defaultConnectTimeout
        try SettingRules.checkConnectTimeout(connectTimeout)
        let name = try ApplicationName(applicationName, ormPrefix: ormPrefix, driver: driver)
        let bundle = CABundle(environment: environment, isReadable: isReadable)
        return ConnectionParameters(
            endpoint: endpoint,
            hostAddress: hostAddress,
            port: port,
            user: user,
            database: database,
            applicationName: name.text,
            rootCertificatePath: try bundle.path(explicit: rootCertificatePath),
            connectTimeout: connectTimeout,
            tokenRequest: AuthToken.Request(endpoint: endpoint, user: user, duration: tokenDuration)
        )
    }
}

extension String {
    /// The text, or `nil` when it is empty.
    package var nonEmpty: String? { isEmpty ? nil : self }
}
