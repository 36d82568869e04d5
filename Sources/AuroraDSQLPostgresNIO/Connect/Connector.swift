#if PostgresNIOSupport
    import AuroraDSQL
    import AuroraDSQLCredentials
    import Logging
    import NIOCore
    import PostgresNIO
    import Synchronization

    /// Opens one connection: dials, sets TLS up, and has PostgresNIO log in, all within one limit.
    struct Connector {
        private static let lastID = Atomic(0)

        let parameters: ConnectionParameters
        let options: PostgresNIOOptions
        let eventLoop: any EventLoop
        let logger: Logger

        func connect(_ password: AuthToken) async throws -> PostgresConnection {
            try Task.checkCancellation()
            let deadline = NIODeadline.now() + TimeAmount(parameters.connectTimeout)
            do {
                try checkText(password)
                let tls = try await TLSContext.make(rootCertificatePath: parameters.rootCertificatePath)
                let route = Route(
                    target: try target(),
                    port: parameters.port,
                    host: parameters.endpoint.host,
                    tls: tls,
                    negotiation: options.tlsNegotiation
                )
                let channel = try await open(route, until: deadline)
                return try await logIn(on: channel, route, password, until: deadline)
            } catch let failure as ConnectFailure {
                // Cancelling closes what is being opened, which looks like a hang-up.
                try Task.checkCancellation()
                throw failure.error(parameters)
            }
        }

        /// A text ends at its first zero byte on the wire, and what follows would be read as another setting.
        private func checkText(_ password: AuthToken) throws {
            let texts = [
                ("user", parameters.user), ("database", parameters.database),
                ("application name", parameters.applicationName), ("token", password.password),
            ]
            for (name, text) in texts where text.utf8.contains(0) {
                throw DSQLError(.invalidConfiguration, "The \(name) cannot hold U+0000.")
            }
        }

        private func target() throws -> Route.Target {
            guard let address = parameters.hostAddress else { return .host }
            do {
                return .address(try SocketAddress(ipAddress: address, port: parameters.port))
            } catch {
                throw ConnectFailure.dialling(error)
            }
        }

        private func open(_ route: Route, until deadline: NIODeadline) async throws -> any Channel {
            let opening = ChannelOpening(route, on: eventLoop, until: deadline)
            return try await withTaskCancellationHandler {
                try await opening.begin().get()
            } onCancel: {
                opening.abandon(CancellationError())
            }
        }

        private func logIn(
            on channel: any Channel,
            _ route: Route,
            _ password: AuthToken,
            until deadline: NIODeadline
        ) async throws -> PostgresConnection {
            var route = route
            // A cancel request must reach the server that runs the statement.
            if let address = channel.remoteAddress { route.target = .address(address) }
            do {
                let session = try await channel.eventLoop.submit { [route] in
                    let session = Session(
                        channel: SessionChannel(on: channel),
                        route: route,
                        cancelTimeout: TimeAmount(options.cancelTimeout)
                    )
                    try channel.pipeline.syncOperations.addHandler(SessionHandler(session: session, logger: logger))
                    return session
                }.get()
                let connection = try await PostgresConnection.connect(
                    on: channel.eventLoop,
                    configuration: configuration(SessionHandle(session.channel), password, until: deadline),
                    id: Self.lastID.wrappingAdd(1, ordering: .relaxed).newValue,
                    logger: logger
                )
                SessionTable.add(session, for: connection)
                return connection
            } catch {
                channel.close(mode: .all, promise: nil)
                throw ConnectFailure.loggingIn(error)
            }
        }

        private func configuration(
            _ channel: any Channel,
            _ password: AuthToken,
            until deadline: NIODeadline
        ) -> PostgresConnection.Configuration {
            var configuration = PostgresConnection.Configuration(
                establishedChannel: channel,
                username: parameters.user,
                password: password.password,
                database: parameters.database
            )
            configuration.options.connectTimeout = max(deadline - .now(), .milliseconds(1))
            configuration.options.requireBackendKeyData = false
            configuration.options.additionalStartupParameters = [
                ("application_name", parameters.applicationName), ("client_encoding", "UTF8"),
            ]
            return configuration
        }
    }
#endif
