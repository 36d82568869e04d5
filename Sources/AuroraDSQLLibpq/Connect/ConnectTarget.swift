import AuroraDSQL

/// One address to connect to, and how.
struct ConnectTarget: Sendable {
    let settings: ConnectionSettings
    let host: String
    let address: String
    let port: Int

    /// Makes sure that libpq has begun to do what it was told, before it has sent anything.
    func check(_ handle: LibpqHandle) throws {
        if !settings.areHeld(by: handle) { try explain(handle) }
        guard !handle.isBad else { throw failure(.dialling, handle.errorMessage) }
    }

    /// Says what libpq took from elsewhere, or why it took nothing.
    private func explain(_ handle: LibpqHandle) throws {
        let actual = handle.settings
        guard actual.contains(where: { $0.keyword == "host" && $0.value == host }) else {
            let reason = RefusalText.firstLine(of: handle.errorMessage)
            if let service = settings.service {
                throw DSQLError(
                    .invalidConfiguration,
                    "libpq cannot get past the environment variable PGSERVICE (\"\(service)\"): \(reason).",
                    remedy: "Unset PGSERVICE; it has no other use here."
                )
            }
            throw DSQLError(.invalidConfiguration, "libpq refuses the settings of the connection: \(reason).")
        }
        if let keyword = settings.stray(in: actual) {
            throw DSQLError(
                .invalidConfiguration,
                "libpq took the setting \(keyword) from the environment or a service file, where it was not to look.",
                remedy: "Remove it there."
            )
        }
    }

    func failure(_ stage: ConnectStage, _ message: String) -> any Error {
        stage.failure(message, host: host, address: address, port: port)
    }
}

extension LibpqHandle {
    /// What a connection that is being opened was doing when these events came.
    func stage(after events: PollEvents) -> ConnectStage {
        // Once the address has answered, the same call of libpq goes on to TLS.
        if isDialling { return events.contains(.broken) ? .dialling : .securing }
        return isSecuring ? .securing : .loggingIn
    }
}
