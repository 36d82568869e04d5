#if PostgresNIOSupport
    import AuroraDSQL
    import NIOCore

    /// The fields of an ErrorResponse or a NoticeResponse.
    enum MessageFields {
        static func read(_ body: ByteBuffer) -> [PostgresServerError.Field: String] {
            var body = body
            var fields: [PostgresServerError.Field: String] = [:]
            while let letter = body.readInteger(as: UInt8.self), letter != 0, let text = body.readNullTerminatedString()
            {
                fields[PostgresServerError.Field(rawValue: letter)] = text
            }
            return fields
        }
    }
#endif
