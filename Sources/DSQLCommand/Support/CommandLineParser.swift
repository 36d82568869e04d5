import ArgumentParser

/// Turns words into a command that is ready to run.
///
/// The first word leads straight to its command, which alone is then described and parsed: describing every command of
/// the tool to find one would take longer than all else the tool does. Whatever has no such word, asks for help or is
/// wrong goes through the root, which knows the whole.
struct CommandLineParser {
    /// The command line asked for a text, not for a command: help, the version.
    struct TextRequest: Error {
        let text: String
    }

    private let words: [String]

    init(_ words: [String]) { self.words = words }

    /// The command.
    ///
    /// - Throws: ``TextRequest``, or ``CommandFailure`` with ``ExitStatus/usage``.
    func command() throws -> any ParsableCommand {
        if let type = Self.command(named: words.first),
            let command = try? type.parseAsRoot(Array(words.dropFirst())), Swift.type(of: command) == type
        {
            return command
        }
        // The parser's own way to completion scripts.
        let isScript = words.first?.hasPrefix("--generate-completion-script") == true
        return try DSQL.$helpNames.withValue(isScript ? DSQL.shellHelpNames : DSQL.helpNames) { try commandOfTool() }
    }

    /// The command, as the root finds it.
    private func commandOfTool() throws -> any ParsableCommand {
        do {
            var command = try DSQL.parseAsRoot(words)
            if let documented = command as? any DocumentedCommandProtocol { return documented.anyCommand }
            guard !(command is DSQL) else {
                throw CommandFailure(.usage, "The command is missing.", remedy: "See `dsql --help`.")
            }
            // What is left is the parser's own command for help, which answers by throwing its text.
            try command.run()
            throw CommandFailure(.fault, "The command line was not understood.")
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw explained(error)
        }
    }

    private static func command(named name: String?) -> (any ParsableCommand.Type)? {
        DSQL.commands.first { $0._commandName == name }
    }

    private func explained(_ error: any Error) -> any Error {
        let text = DSQL.message(for: error)
        if DSQL.exitCode(for: error).isSuccess {
            return TextRequest(text: text == DSQL.version ? VersionReport.current.text : text + "\n")
        }
        let name = Self.command(named: words.first)?._commandName
        if name == nil, let first = words.first, !first.hasPrefix("-"), first != "help" {
            let names = DSQL.commands.map { $0._commandName }
            let near = NearMiss.nearest(to: first, among: names).map { "Did you mean `dsql \($0)`? " } ?? ""
            return CommandFailure(
                .usage,
                "The command is none of \(names.joined(separator: ", ")).",
                remedy: "\(near)See `dsql --help`."
            )
        }
        var remedy = "See `dsql\(name.map { " " + $0 } ?? "") --help`."
        if name == ExecCommand._commandName, !words.contains("--") {
            remedy = "The command comes after `--`: dsql exec [options] -- COMMAND [ARG...]. " + remedy
        }
        return CommandFailure(.usage, sentence(text), remedy: remedy)
    }

    /// The parser's message on one line, without the values it repeats: one may be a secret in the wrong place.
    private func sentence(_ message: String) -> String {
        var text = message.split(separator: "\n").joined(separator: " ")
        for word in Self.command(named: words.first) == nil ? words[...] : words.dropFirst()
        where !word.hasPrefix("--") && !word.isEmpty {
            let isOption = word.hasPrefix("-") && word.utf8.count > 1
            text = text.replacingQuoted(word, with: isOption ? "'\(word.prefix(2))'" : "(not shown)")
        }
        if text.isEmpty { text = "The command line was not understood" }
        return text.hasSuffix(".") || text.hasSuffix("?") ? text : text + "."
    }
}

extension String {
    /// The text with each occurrence of a word in single quotes replaced.
    fileprivate func replacingQuoted(_ word: String, with replacement: String) -> String {
        let quoted = Array("'\(word)'".utf8)
        let bytes = Array(utf8)
        guard quoted.count <= bytes.count else { return self }
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position...].starts(with: quoted) {
                result += replacement.utf8
                position += quoted.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
