import Foundation
import TestSupport
import Testing

/// A stand-in cluster of one test, the built tool and a real psql in front of it.
struct StandIn {
    /// Which libpq psql runs with.
    enum Library: String, CaseIterable, CustomTestStringConvertible {
        /// The system's, which is older than direct TLS.
        case system
        /// PostgreSQL 18's, from PyPI.
        case libpq18

        var testDescription: String { rawValue }

        /// How it negotiates TLS, in the stand-in's words.
        var negotiation: String { self == .system ? "sslrequest" : "direct" }
    }

    /// What the stand-in saw at one log-in.
    struct Event: Decodable {
        var event: String
        var outcome: String?
        var user: String?
        var action: String?
        var tls: String?
        var applicationName: String?
        var reason: String?
    }

    let outcome: ProcessOutcome
    let logins: [Event]

    /// Runs a script by sh within a stand-in of its own; `$DSQL` is the tool, `psql` PostgreSQL's own, and `control` tells
    /// the stand-in something.
    static func run(
        _ script: String,
        options: [String] = [],
        environment: [String: String] = [:],
        library: Library = .system
    ) async throws -> StandIn {
        try await withTemporaryFolder { folder in
            let events = folder.path("events")
            var variables = [
                "PATH": "\(try postgresPrograms()):/usr/local/bin:/usr/bin:/bin", "HOME": folder.path,
                "DSQL": try BuiltProducts.path(of: "dsql"), "AWS_EC2_METADATA_DISABLED": "true",
                "FOLDER": folder.path, "PYTHON": TestPython.interpreter,
            ]
            if library == .libpq18 { variables["PSQL_LIBRARIES"] = try LocalCluster.folderOfLibpq18() }
            variables.merge(environment) { $1 }
            // psql alone runs with the other library: the tool and the shell keep the system's.
            let prelude = """
                psql() { LD_LIBRARY_PATH=$PSQL_LIBRARIES command psql --no-psqlrc -tA "$@"; }
                exec_psql() { "$DSQL" exec "$@" -- env LD_LIBRARY_PATH="$PSQL_LIBRARIES" psql --no-psqlrc -tA -f -; }
                control() { "$PYTHON" "$FOLDER/control.py" "$1"; }
                cat >"$FOLDER/control.py" <<'PYTHON'
                import os, socket, sys
                control = socket.socket(socket.AF_UNIX)
                control.connect(os.environ["DSQL_LOCAL_CONTROL"])
                control.sendall((sys.argv[1] + "\\n").encode())
                answer = control.makefile().readline()
                sys.exit(0 if '"ok":true' in answer else answer)
                PYTHON

                """
            let arguments = ["--quiet", "--events", events] + options + ["--", "sh", "-c", prelude + script]
            let outcome = try await Command(
                try LocalCluster.program(),
                arguments.map { RawText($0) },
                environment: variables,
                timeout: .seconds(120)
            ).run()
            let lines = (try? String(contentsOfFile: events, encoding: .utf8)) ?? ""
            let all = try lines.split(separator: "\n").map { line in
                try JSONDecoder().decode(Event.self, from: Data(line.utf8))
            }
            return StandIn(outcome: outcome, logins: all.filter { $0.event == "login" })
        }
    }

    /// What the script printed, without the last line end.
    var text: String { outcome.outputText.trimmingCharacters(in: .newlines) }

    /// The newest PostgreSQL's own programs: Debian's psql is a wrapper that looks for clusters of Debian's.
    private static func postgresPrograms() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        guard let newest = versions.compactMap(Int.init).max() else {
            throw Missing(text: "There is no PostgreSQL in \(root): apt-get install postgresql")
        }
        return "\(root)/\(newest)/bin"
    }

    private struct Missing: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}
