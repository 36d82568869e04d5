package import Logging

extension ProviderContext {
    /// One client for the process, so that providers share its thread and its connections.
    private static let http = CurlHTTPClient()

    /// The real world.
    package static func live(logger: Logger? = nil) -> ProviderContext {
        ProviderContext(
            environment: .process,
            files: LocalFileSystem(),
            http: http,
            processes: PosixProcessRunner(),
            terminal: PosixTerminal(),
            clock: .system,
            logger: logger ?? Logger(label: "aurora-dsql-swift", factory: { _ in SwiftLogNoOpLogHandler() })
        )
    }
}
