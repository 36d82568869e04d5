import Synchronization

/// The shared files, read at the first question and at most once: keys in the environment never cost a file.
final class LazySharedConfiguration: Sendable {
    private let context: ProviderContext
    private let state = Mutex(State.unread)

    // Not a `Result`, whose type the runtime would have to put together, with a look through all conformances.
    private enum State: Sendable {
        case unread
        case read(SharedConfiguration)
        case broken(CredentialsError)
    }

    init(_ context: ProviderContext) { self.context = context }

    /// The view of both files, or the error of the first look.
    func get() throws(CredentialsError) -> SharedConfiguration {
        try state.withLock { state throws(CredentialsError) in
            switch state {
            case .read(let configuration): return configuration
            case .broken(let error): throw error
            case .unread: break
            }
            do throws(CredentialsError) {
                let configuration = try SharedConfiguration.load(context)
                state = .read(configuration)
                return configuration
            } catch {
                state = .broken(error)
                throw error
            }
        }
    }
}
