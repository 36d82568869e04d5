#if ServiceLifecycleSupport
    public import ServiceLifecycle

    extension DSQLClient: Service {
        /// Runs the pool; a graceful shutdown of the service group shuts it down as ``shutDown()`` does.
        func shuttingDownGracefully(_ operation: () async throws -> Void) async throws {
            try await withGracefulShutdownHandler {
                try await operation()
            } onGracefulShutdown: {
                self.shutDown()
            }
        }
    }
#else
    extension DSQLClient {
        /// Runs the pool; without ServiceLifecycle there is nobody else who could ask it to end.
        func shuttingDownGracefully(_ operation: () async throws -> Void) async throws {
            try await operation()
        }
    }
#endif
