import AuroraDSQLCredentials

/// `dsql exec --refresh`: a command with a passfile that is kept fresh beside it.
///
/// The command runs in the tool's own process group, so that the terminal, a shell's job control and a pipeline treat the
/// two as one; see the design for why not in one of its own.
struct RefreshingRun {
    private let settings: ConnectionSettings
    private let extras: ChildExtras
    private let signals: POSIX.SignalState

    init(_ settings: ConnectionSettings, extras: ChildExtras, signals: POSIX.SignalState) {
        self.settings = settings
        self.extras = extras
        self.signals = signals
    }

    /// Runs the command and ends as it ends; returns only by throwing.
    func run(lastWords count: Int) throws {
        let inherited = POSIX.inheritedDescriptors()
        let certificates = try settings.rootCertificates()
        let token = try TokenSource(settings).mint()
        // From here on a signal is for the command, and must not end the tool before the folder is gone.
        POSIX.blockAllSignals()
        let folder = try PassfileFolder()
        do {
            let keeper = try PassfileKeeper(settings, token: token, folder: folder)
            try keeper.start()
            let environment = settings.childEnvironment(
                .passfile(folder.passfile),
                rootCertificates: certificates,
                extras
            )
            let process = try ProcessArguments.start(
                lastWords: count,
                environment: environment.entries(over: POSIX.environmentEntries()),
                signals: signals
            )
            // The tool itself must not keep a pipe open whose end somebody waits for; its words need standard error.
            POSIX.detachInput(alsoClosing: inherited)
            let ending = ChildSupervisor(process).ending()
            folder.remove()
            POSIX.end(as: ending)
        } catch {
            folder.remove()
            signals.restore()
            guard let failure = error as? POSIX.Failure else { throw error }
            throw ExecCommand.failure(of: ProcessArguments.process.words.suffix(count).first ?? "", failure)
        }
    }
}
