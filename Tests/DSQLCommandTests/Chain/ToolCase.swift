import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport

/// A chain case in a real world: files in a folder, scripts as credential processes, a server on loopback.
struct ToolCase {
    /// The case, at a clock that stands where the real one does.
    let fixture: ChainFixture
    private let server: ChainServer
    private let folder: TemporaryFolder
    private let source: String

    /// Reads the case of a name and writes its world into a folder.
    init(_ name: String, server: ChainServer, folder: TemporaryFolder) throws {
        source = "\(ToolCases.folder)/\(name)"
        // Whole seconds: that is all that the texts of a case can say.
        let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        fixture = try ChainFixture(name: name, folder: source, now: now)
        self.server = server
        self.folder = folder
        try server.prepare(name, exchanges: try text("http.json") ?? "[]")
        try folder.write("", to: "home/.keep")
        for (path, content) in fixture.files {
            try folder.write(rewritten(content), to: String(real(path).dropFirst(folder.path.utf8.count + 1)))
        }
        try writeProcesses()
    }

    /// The path of one of the case's files on this machine.
    func real(_ path: String) -> String {
        path.hasPrefix("/home/user")
            ? folder.path("home") + path.dropFirst("/home/user".utf8.count) : folder.path("root") + path
    }

    /// The tool's environment: the case's, with what leads to the server in place of what leads to AWS.
    var environment: [String: String] {
        var variables = fixture.environment.mapValues { isPrepared($0) ? real($0) : $0 }
        variables["PATH"] = "/usr/bin:/bin"
        variables["HOME"] = folder.path("home")
        for (service, variable) in ToolCase.endpointVariables where asks(service) {
            variables[variable] = server.url(fixture.name, service.name)
        }
        // Instance metadata is the last source of every search, whether a case is about it or not. To name its endpoint
        // would be to set it up, which a missing AWS_PROFILE gives way to.
        if variables["AWS_PROFILE"] != nil, fixture.exchanges.isEmpty {
            variables["AWS_EC2_METADATA_DISABLED"] = "true"
        } else {
            variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.url(fixture.name, "imds")
        }
        // The second that it has by default is little on a busy machine; cases of silence have to wait for it.
        variables["AWS_METADATA_SERVICE_TIMEOUT"] = expectsSilence ? "3" : "60"
        let relative = variables.removeValue(forKey: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        let full = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
        if let path = relative ?? full?.split(separator: "169.254.170.23").dropFirst().first.map(String.init) {
            variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.url(fixture.name, "container") + path
        }
        // What is on its way elsewhere comes to a proxy that refuses and notes it; metadata is to take no proxy at all.
        for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY"] { variables[name] = server.refusingProxy(fixture.name) }
        if !asksMetadataOnly { variables["NO_PROXY"] = "127.0.0.1" }
        return variables
    }

    /// A piece of an expected text, with this machine's names in it.
    func expected(_ piece: String) -> String {
        piece.replacing("/home/user", with: folder.path("home")).replacing("169.254.169.254", with: "127.0.0.1")
    }

    private struct Service {
        let name: String
        let marks: [String]
    }

    private static let endpointVariables: [(Service, String)] = [
        (Service(name: "sts", marks: ["//sts.", ":4566/"]), "AWS_ENDPOINT_URL_STS"),
        (Service(name: "sso", marks: ["//portal.sso.", ":9001/"]), "AWS_ENDPOINT_URL_SSO"),
        (Service(name: "oidc", marks: ["//oidc.", ":9002/"]), "AWS_ENDPOINT_URL_SSO_OIDC"),
        (Service(name: "signin", marks: [".signin.", ":9003/"]), "AWS_ENDPOINT_URL_SIGNIN"),
    ]

    /// An endpoint that the files of the case set up is left to them.
    private static let ownEndpoint = "https://sts.example"

    private func asks(_ service: Service) -> Bool {
        fixture.exchanges.contains { exchange in
            !exchange.request.url.hasPrefix(ToolCase.ownEndpoint)
                && service.marks.contains { exchange.request.url.contains($0) }
        }
    }

    private var expectsSilence: Bool {
        fixture.exchanges.contains { exchange in
            if case .failure(let error) = exchange.result { error.code == .timedOut } else { false }
        }
    }

    private var asksMetadataOnly: Bool {
        !fixture.exchanges.isEmpty
            && fixture.exchanges.allSatisfy { exchange in
                ["//169.254.169.254/", "//imds.internal"].contains { exchange.request.url.contains($0) }
            }
    }

    /// Whether a text is the path of a file of the case or of a folder above one.
    private func isPrepared(_ text: String) -> Bool {
        text.hasPrefix("/") && fixture.files.keys.contains { $0 == text || $0.hasPrefix(text + "/") }
    }

    private func rewritten(_ content: String) -> String {
        var result = content.replacing(ToolCase.ownEndpoint, with: server.url(fixture.name, "sts"))
        for path in fixture.files.keys { result = result.replacing("= \(path)\n", with: "= \(real(path))\n") }
        for (index, step) in fixture.commands.enumerated() {
            // Read by sh, not executed: a file that another test's new process still holds open cannot be executed.
            result = result.replacing(step.command, with: "exec /bin/sh \(folder.path("bin/process-\(index)"))")
        }
        return result
    }

    private func text(_ file: String) throws -> String? {
        FileManager.default.contents(atPath: "\(source)/\(file)").map {
            ChainFixture.replacingTimes(in: String(decoding: $0, as: UTF8.self), now: fixture.now)
        }
    }

    private func writeProcesses() throws {
        for (index, step) in fixture.commands.enumerated() {
            let result = try step.result.get()
            try folder.write(result.output, to: "bin/output-\(index)")
            let ending =
                switch result.ending {
                case .exited(let status): "exit \(status)"
                case .signalled(let number): "kill -\(number) $$"
                }
            let script = "cat '\(folder.path("bin/output-\(index)"))'\n\(ending)\n"
            try folder.write(script, to: "bin/process-\(index)")
        }
    }
}
