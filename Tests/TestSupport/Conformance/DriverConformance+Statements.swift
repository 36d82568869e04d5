import AuroraDSQL

extension DriverConformance {
    func opensIdle() async throws {
        try await withConnection { connection in
            try require(!connection.isClosed, "A new connection is closed.")
            try requireStatus(connection, .idle)
        }
    }

    func returnsTags() async throws {
        try await withConnection { connection in
            let tags: [(String, String?)] = [
                ("SELECT 1", "SELECT 1"), ("BEGIN", "BEGIN"), ("SELECT 1", "SELECT 1"), ("COMMIT", "COMMIT"),
                ("", nil), ("BEGIN", "BEGIN"), ("ROLLBACK", "ROLLBACK"),
            ]
            for (sql, tag) in tags {
                try requireEqual(try await connection.execute(sql), tag, "The tag of \"\(sql)\"")
            }
            try requireEqual(try await connection.executeUninterrupted("SELECT 1"), "SELECT 1", "The tag")
        }
    }

    func findsServerErrors() async throws {
        try await withConnection { connection in
            for (sql, sqlState) in [("SELECT 1/0", "22012"), ("SELEC 1", "42601")] {
                for isUninterrupted in [false, true] {
                    let error = try await errorOf("\"\(sql)\"") {
                        _ =
                            isUninterrupted
                            ? try await connection.executeUninterrupted(sql) : try await connection.execute(sql)
                    }
                    guard let server = driver.serverError(in: error) else {
                        throw Failure(description: "\(error) holds no server's error.")
                    }
                    try requireEqual(server.sqlState, sqlState, "The SQLSTATE")
                    try requireEqual(server.severity, "ERROR", "The severity")
                    try require(!server.message.isEmpty, "The message is empty.")
                    try require(!driver.isConnectionLost(error), "An answered error counts as a lost connection.")
                    try requireStatus(connection, .idle)
                }
            }
            try requireEqual(try await connection.execute("SELECT 1"), "SELECT 1", "The tag after an error")
        }
    }

    func tracksTransactions() async throws {
        try await withConnection { connection in
            try await connection.execute("BEGIN")
            try requireStatus(connection, .inTransaction)
            _ = try await errorOf("SELECT 1/0") { try await connection.execute("SELECT 1/0") }
            try requireStatus(connection, .failed)
            let error = try await errorOf("A statement in a failed transaction") {
                try await connection.execute("SELECT 1")
            }
            try requireEqual(driver.serverError(in: error)?.sqlState, "25P02", "The SQLSTATE")
            try requireEqual(try await connection.executeUninterrupted("COMMIT"), "ROLLBACK", "The tag of COMMIT")
            try requireStatus(connection, .idle)
        }
    }

    func failsLateErrors() async throws {
        // The constraint is checked when the statement's own transaction ends, after its rows were written.
        let table = "conformance_late_\(UInt32.random(in: 0...UInt32.max))"
        try await withConnection { connection in
            try await connection.execute(
                "CREATE TABLE \(table) (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)"
            )
            let error = try await errorOf("A violated deferred constraint") {
                try await connection.execute("INSERT INTO \(table) VALUES (1), (1)")
            }
            let sqlState = driver.serverError(in: error)?.sqlState
            try await connection.execute("DROP TABLE \(table)")
            try requireEqual(sqlState, "23505", "The SQLSTATE")
        }
    }

    func opensInParallel() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try await withConnection { connection in
                        try requireEqual(try await connection.execute("SELECT 1"), "SELECT 1", "The tag")
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
