package import AuroraDSQLCredentials

extension ReplayExchange {
    private static let requestKeys: Set<String> = [
        "method", "url", "headers", "absentHeaders", "form", "body", "json", "signedBy", "proxies",
    ]

    /// Reads an exchange of `http.json`.
    package init(fixture value: JSONValue, in name: String) throws {
        guard let request = value["request"], let method = request["method"]?.string,
            let url = request["url"]?.string, Self.requestKeys.isSuperset(of: request.members.keys),
            Set(value.members.keys).isSubset(of: ["request", "response", "error"])
        else { throw ChainFixture.Malformed(description: "\(name)/http.json has an exchange of another form") }
        var expectation = Expectation(method, url)
        expectation.headers = (request["headers"]?.members ?? [:]).compactMapValues(\.string)
        expectation.absentHeaders = request["absentHeaders"]?.elements.compactMap(\.string) ?? []
        expectation.form = (request["form"]?.members ?? [:]).compactMapValues(\.string)
        expectation.body = request["body"]?.string
        expectation.json = request["json"]
        expectation.signedBy = request["signedBy"]?.string
        switch request["proxies"]?.string {
        case "never": expectation.proxies = .never
        case "environment": expectation.proxies = .environment
        default: break
        }
        self.init(expectation, try Self.result(value, in: name))
    }

    private static func result(
        _ value: JSONValue,
        in name: String
    ) throws -> Result<HTTPResponse, CredentialsError> {
        if let error = value["error"]?.string {
            return .failure(try CredentialsError(fixture: error, in: name))
        }
        guard let response = value["response"], let status = response["status"]?.number else {
            throw ChainFixture.Malformed(description: "\(name)/http.json has an exchange without an answer")
        }
        let headers = (response["headers"]?.members ?? [:]).compactMapValues(\.string)
        let body = try response["json"]?.serialized() ?? Array((response["body"]?.string ?? "").utf8)
        return .success(
            HTTPResponse(
                status: Int(status),
                headers: headers.sorted { $0.key < $1.key }.map { HTTPField($0.key, $0.value) },
                body: body
            )
        )
    }
}

extension ScriptedProcessRunner.Step {
    /// Reads a step of `process.json`.
    package init(fixture value: JSONValue, in name: String) throws {
        guard let command = value["command"]?.string else {
            throw ChainFixture.Malformed(description: "\(name)/process.json has a step without a command")
        }
        if let error = value["error"]?.string {
            self.init(command: command, result: .failure(try CredentialsError(fixture: error, in: name)))
            return
        }
        let ending: ProcessResult.Ending =
            value["signal"]?.number.map { .signalled(Int32($0)) } ?? .exited(Int32(value["exit"]?.number ?? 0))
        let output = try value["json"]?.serialized() ?? Array((value["output"]?.string ?? "").utf8)
        self.init(command: command, result: .success(ProcessResult(ending: ending, output: output)))
    }
}

extension CredentialsError {
    fileprivate init(fixture name: String, in fixture: String) throws {
        let code: Code
        switch name {
        case "unreachable": code = .unreachable
        case "timedOut": code = .timedOut
        case "malformedResponse": code = .malformedResponse
        case "processFailed": code = .processFailed
        default: throw ChainFixture.Malformed(description: "\(fixture) has the unknown error \(name)")
        }
        self.init(code, "The fixture says \(name).")
    }
}
