import AuroraDSQLCredentials
package import FoundationEssentials

/// A folder with a world and what the credential chain must make of it; its README says what the files mean.
package struct ChainFixture: Sendable, CustomStringConvertible {
    /// The folder's name.
    package let name: String
    /// The environment variables.
    package let environment: [String: String]
    /// The files by absolute path.
    package let files: [String: String]
    /// The exchanges in order.
    package let exchanges: [ReplayExchange]
    /// The commands in order.
    package let commands: [ScriptedProcessRunner.Step]
    /// The outcome.
    package let expectation: ChainExpectation
    /// What no log and no error may show.
    package let secrets: Set<String>
    /// The time of the case.
    package let now: Date

    package var description: String { name }

    /// The folder's name and what is wrong with it.
    package struct Malformed: Error, CustomStringConvertible {
        package let description: String
    }

    /// All cases below a folder, by name.
    package static func all(in folder: String) throws -> [ChainFixture] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/expect.json") }
            .map { try ChainFixture(name: $0, folder: "\(folder)/\($0)") }
    }

    /// Reads a case; its clock stands at `now`, by default where `expect.json` puts it.
    package init(name: String, folder: String, now given: Date? = nil) throws {
        self.name = name
        func text(_ file: String) throws -> String? {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return nil }
            guard let text = String(validating: data, as: UTF8.self) else {
                throw Malformed(description: "\(name)/\(file) is not UTF-8")
            }
            return text
        }
        let start = try JSONValue(parsing: Array(text("expect.json")?.utf8 ?? "".utf8))?["now"]?.text
        let now = given ?? start.flatMap(AWSTimestamp.parseISO8601) ?? Date(timeIntervalSince1970: 1_756_296_000)
        self.now = now
        func json(_ file: String) throws -> JSONValue? {
            guard let text = try text(file) else { return nil }
            guard let value = JSONValue(parsing: Array(ChainFixture.replacingTimes(in: text, now: now).utf8)) else {
                throw Malformed(description: "\(name)/\(file) is not JSON")
            }
            return value
        }
        guard let expect = try json("expect.json") else {
            throw Malformed(description: "\(name)/expect.json is missing")
        }
        let environment = try json("env.json")
        let http = try json("http.json")
        let process = try json("process.json")
        var files: [String: String] = [:]
        for (path, root) in [("home", "/home/user"), ("files", "")] {
            for file in try ChainFixture.regularFiles(below: "\(folder)/\(path)") {
                files["\(root)/\(file)"] = ChainFixture.replacingTimes(in: try text("\(path)/\(file)") ?? "", now: now)
            }
        }
        self.files = files
        self.environment = ["HOME": "/home/user"].merging((environment?.members ?? [:]).compactMapValues(\.string)) {
            $1
        }
        exchanges = try (http?.elements ?? []).map { try ReplayExchange(fixture: $0, in: name) }
        commands = try (process?.elements ?? []).map { try ScriptedProcessRunner.Step(fixture: $0, in: name) }
        expectation = ChainExpectation(expect)
        var secrets = FixtureSecrets()
        [environment, http, process, expect].forEach { if let value = $0 { secrets.collect(from: value) } }
        files.values.forEach { secrets.collect(from: $0) }
        secrets.add(expect["secrets"]?.elements.compactMap(\.string) ?? [])
        secrets.add(expectation.terminal ?? [])
        self.secrets = secrets.values
    }

    /// The case's world.
    package func world() -> TestWorld {
        TestWorld(
            environment: environment,
            files: MemoryFileSystem(text: files, home: "/home/user"),
            exchanges: exchanges,
            commands: commands,
            answers: expectation.terminal,
            clock: TestClock(now)
        )
    }

    private static func regularFiles(below folder: String) throws -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
            var isFolder = false
            return FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder) && !isFolder
        }
    }

    /// Replaces `${now+60}`, `${ms+60}` and `${utc+60}`.
    package static func replacingTimes(in text: String, now: Date) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            result += rest[..<start.lowerBound]
            let inner = rest[start.upperBound..<end]
            let kind = inner.prefix { $0.isLetter }
            let offset = inner.dropFirst(kind.count)
            if let seconds = Double(offset.isEmpty ? "0" : String(offset)),
                let moment = moment(String(kind), now.addingTimeInterval(seconds))
            {
                result += moment
            } else {
                result += rest[start.lowerBound...end]
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func moment(_ kind: String, _ date: Date) -> String? {
        switch kind {
        case "now": AWSTimestamp.iso8601(date)
        case "utc": AWSTimestamp.iso8601(date).dropLast() + "UTC"
        case "ms": String(Int64(date.timeIntervalSince1970 * 1_000))
        default: nil
        }
    }
}
