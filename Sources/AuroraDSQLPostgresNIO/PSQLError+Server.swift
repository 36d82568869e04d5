#if PostgresNIOSupport
    import AuroraDSQL
    import PostgresNIO

    extension PSQLError {
        private static let fields: [(ServerInfo.Field, PostgresServerError.Field)] = [
            (.localizedSeverity, .localizedSeverity), (.severity, .severity), (.sqlState, .sqlState),
            (.message, .message), (.detail, .detail), (.hint, .hint), (.position, .position),
            (.internalPosition, .internalPosition), (.internalQuery, .internalQuery), (.locationContext, .context),
            (.schemaName, .schemaName), (.tableName, .tableName), (.columnName, .columnName),
            (.dataTypeName, .dataTypeName), (.constraintName, .constraintName), (.file, .file), (.line, .line),
            (.routine, .routine),
        ]

        /// What the server said, where this error is the server's.
        var serverError: PostgresServerError? {
            guard let info = serverInfo else { return nil }
            var fields: [PostgresServerError.Field: String] = [:]
            for (theirs, ours) in Self.fields { fields[ours] = info[theirs] }
            return PostgresServerError(fields: fields)
        }

        /// Whether the connection ended, or was ended by PostgresNIO, without the server's answer.
        var isConnectionLost: Bool {
            guard serverInfo == nil else { return false }
            switch code {
            case .serverClosedConnection, .clientClosedConnection, .connectionError, .uncleanShutdown: return true
            // PostgresNIO closes a connection whose messages it does not understand.
            case .messageDecodingFailure, .unexpectedBackendMessage, .unlistenFailed: return true
            default: return false
            }
        }
    }

    extension PostgresError {
        /// What the server said, where this error, of PostgresNIO's older methods, is the server's.
        var serverError: PostgresServerError? {
            guard case .server(let error) = self else { return nil }
            var fields: [PostgresServerError.Field: String] = [:]
            for (field, text) in error.fields { fields[PostgresServerError.Field(rawValue: field.rawValue)] = text }
            return PostgresServerError(fields: fields)
        }

        /// Whether the connection ended without the server's answer.
        var isConnectionLost: Bool {
            if case .connectionClosed = self { true } else { false }
        }
    }

    extension PostgresTransactionError {
        /// The errors inside, the one that decided the transaction first.
        var parts: [any Error] { [commitError, closureError, beginError, rollbackError].compactMap { $0 } }
    }
#endif
