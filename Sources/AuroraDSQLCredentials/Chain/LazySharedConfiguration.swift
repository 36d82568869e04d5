import Synchronization

/// The shared files, read at the first question and at most once: keys in the environment never cost a file.
final class LazySharedConfiguration: Sendable {
    private let context: ProviderContext
    private let loaded = Mutex<Result<SharedConfiguration, CredentialsError>?>(nil)

    init(_ context: ProviderContext) { self.context = context }

    /// The view of both files, or the error of the first look.
    func get() throws(CredentialsError) -> SharedConfiguration {
        try loaded.withLock { loaded in
            if let loaded { return loaded }
            let result = Result { () throws(CredentialsError) in try SharedConfiguration.load(context) }
            loaded = result
            return result
        }.get()
    }
}
