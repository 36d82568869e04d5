#if PostgresNIOSupport
    import PostgresNIO
    import Synchronization

    /// The sessions of the connections that are open: a `PostgresConnection` has no room for its own.
    enum SessionTable {
        private static let sessions = Mutex<[ObjectIdentifier: Session]>([:])

        static func session(of connection: PostgresConnection) -> Session? {
            sessions.withLock { $0[ObjectIdentifier(connection)] }
        }

        /// Keeps a session until its connection has ended.
        static func add(_ session: Session, for connection: PostgresConnection) {
            let id = ObjectIdentifier(connection)
            sessions.withLock { $0[id] = session }
            // Another connection may have come to the same place in memory.
            session.channel.closeFuture.whenComplete { _ in
                sessions.withLock { if $0[id] === session { $0[id] = nil } }
            }
        }
    }
#endif
