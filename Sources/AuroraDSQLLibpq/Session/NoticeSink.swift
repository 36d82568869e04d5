import AuroraDSQL
import Logging
import Synchronization

/// Takes the server's notices out of libpq's hands, while the connection's lock is held, and logs them afterwards: a log
/// handler may do anything, ask the connection for its state included.
final class NoticeSink: Sendable {
    private let logger: Logger
    private let waiting = Mutex([PostgresServerError]())
    private let hasWaiting = Atomic(false)

    init(logger: Logger) { self.logger = logger }

    /// Has a connection's notices come here; the sink must outlive the connection.
    func receive(from handle: LibpqHandle) {
        unsafe handle.receiveNotices(Unmanaged.passUnretained(self).toOpaque()) { context, result in
            guard let context = unsafe context, let result = unsafe result else { return }
            let sink = unsafe Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue()
            unsafe sink.add(LibpqResult.fields(LibpqResultHandle(result)))
        }
    }

    private func add(_ notice: PostgresServerError) {
        waiting.withLock { $0.append(notice) }
        hasWaiting.store(true, ordering: .releasing)
    }

    /// Logs what has come.
    func log() {
        guard hasWaiting.load(ordering: .acquiring) else { return }
        let notices = waiting.withLock { waiting in
            hasWaiting.store(false, ordering: .releasing)
            defer { waiting.removeAll() }
            return waiting
        }
        for notice in notices {
            logger.debug(
                "Notice from the server",
                metadata: [
                    "severity": "\(notice.severity)", "sqlstate": "\(notice.sqlState)", "notice": "\(notice.message)",
                ]
            )
        }
    }
}
