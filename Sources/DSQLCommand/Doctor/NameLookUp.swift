import AuroraDSQLCredentials
import Synchronization

/// A look-up of a name with a time limit: the resolver's own call blocks for as long as it likes.
enum NameLookUp {
    private final class Answer: Sendable {
        let result = Mutex<Result<[POSIX.Address], POSIX.LookUpFailure>?>(nil)
    }

    /// The addresses; `nil` when the time is over.
    static func addresses(
        of host: String,
        port: Int,
        isAddress: Bool,
        until deadline: ContinuousClock.Instant
    ) throws(POSIX.LookUpFailure) -> [POSIX.Address]? {
        let answer = Answer()
        guard let pipe = try? POSIX.makePipe() else { return try POSIX.lookUp(host, port: port, isAddress: isAddress) }
        let isStarted = DetachedThread.start {
            do throws(POSIX.LookUpFailure) {
                let found = try POSIX.lookUp(host, port: port, isAddress: isAddress)
                answer.result.withLock { $0 = .success(found) }
            } catch {
                answer.result.withLock { $0 = .failure(error) }
            }
            // The end of the pipe is what wakes whoever waits.
            POSIX.closeDescriptor(pipe.write)
        }
        if !isStarted { POSIX.closeDescriptor(pipe.write) }
        defer { POSIX.closeDescriptor(pipe.read) }
        try? POSIX.wait(for: .reading, pipe.read, until: deadline)
        guard isStarted else { return try POSIX.lookUp(host, port: port, isAddress: isAddress) }
        return try answer.result.withLock { $0 }?.get()
    }
}
