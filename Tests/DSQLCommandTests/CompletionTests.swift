import Foundation
import Testing
import TestSupport

/// Completion in real shells, which run the script that the built tool prints.
@Suite struct CompletionTests {
    /// A line with the cursor at its end, and some of what must and must not be offered there.
    struct Case: Sendable, CustomTestStringConvertible {
        let line: String
        let offered: [String]
        var refused: [String] = []

        var testDescription: String { line }
    }

    static let cases = [
        Case(line: "dsql tok", offered: ["token"], refused: ["exec"]),
        Case(line: "dsql ", offered: ["exec", "token", "env", "credentials", "inspect", "completions"]),
        Case(line: "dsql token --re", offered: ["--region"], refused: ["--profile"]),
        Case(line: "dsql token --format p", offered: ["pgpass"], refused: ["json", "uri"]),
        Case(line: "dsql env --format ", offered: ["bash", "fish", "powershell", "json"]),
        Case(line: "dsql token --profile pr", offered: ["prod"], refused: ["staging"]),
        Case(line: "dsql credentials --profile ", offered: ["default", "prod", "staging", "keys-only"]),
        Case(line: "dsql completions ", offered: ["bash", "zsh", "fish"]),
    ]

    @Test(arguments: cases)
    func `bash offers what fits`(_ example: Case) async throws {
        let words = example.line.components(separatedBy: " ").map { "'\($0)'" }.joined(separator: " ")
        let script = """
            eval "$(dsql completions bash)"
            COMP_WORDS=(\(words)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='\(example.line)'
            COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMP_KEY=9
            _dsql dsql "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        try await expect(example, ["/bin/bash", "--norc", "-c"], script)
    }

    // Profiles come below: fish tells only a person's line where its cursor is, for which their completion asks.
    @Test(arguments: cases.filter { !$0.line.contains("--profile") })
    func `fish offers what fits`(_ example: Case) async throws {
        let script = "dsql completions fish | source; complete --do-complete '\(example.line)'"
        try await expect(example, ["/usr/bin/fish", "--no-config", "-c"], script)
    }

    @Test func `fish completes a profile where somebody types`() async throws {
        let script = #"""
            dsql completions fish > $HOME/dsql.fish
            zmodload zsh/zpty
            zpty shell 'TERM=dumb fish --no-config -i'
            zpty -w shell 'source ~/dsql.fish; function finish; echo; commandline; echo END-OF-LIST; end'
            zpty -w shell 'bind \ct finish; set part READ; function fish_prompt; echo $part"Y"; end'
            zpty -r shell line '*READY*'
            zpty -n -w shell "$LINE"$'\t\x14'
            while zpty -r shell line; do print -r -- "$line"; [[ $line == *END-OF-LIST* ]] && break; done
            zpty -d shell
            """#
        let example = Case(line: "dsql token --profile pr", offered: ["prod"], refused: ["staging"])
        try await expect(example, ["/usr/bin/zsh", "-f", "-c"], script)
    }

    @Test(arguments: cases)
    func `zsh offers what fits`(_ example: Case) async throws {
        // A shell within the shell: completion works only where somebody types. Once it reads a line it says so, in a word
        // that the terminal does not echo before. Behind the tab comes a key that shows the line as it is then.
        let script = #"""
            dsql completions zsh > $HOME/_dsql
            zmodload zsh/zpty
            zpty shell 'PS1= TERM=dumb zsh -f -i'
            zpty -w shell 'fpath=($HOME $fpath); autoload -Uz compinit; compinit -u -D'
            zpty -w shell 'finish() { zle -I; print -r -- "$BUFFER"; print END-OF-LIST }'
            zpty -w shell 'zle-line-init() { print -r -- ${part}Y }; zle -N zle-line-init; zle -N finish'
            zpty -w shell 'part=READ; bindkey "^T" finish'
            while zpty -r shell line; do [[ $line == *READY* ]] && break; done
            zpty -n -w shell "$LINE"$'\t\x14'
            while zpty -r shell line; do print -r -- "$line"; [[ $line == *END-OF-LIST* ]] && break; done
            zpty -d shell
            """#
        try await expect(example, ["/usr/bin/zsh", "-f", "-c"], script)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the parser's own option prints the same script`(_ shell: String) async throws {
        let named = try await Tool.run(["completions", RawText(shell)], environment: Tool.bare)
        let option = try await Tool.run(["--generate-completion-script", RawText(shell)], environment: Tool.bare)
        #expect(named.exitStatus == 0)
        #expect(named.outputText.contains("---completion"))
        #expect(named.output == option.output)
    }

    @Test(arguments: ["[profile a\n", "\u{FF}\u{0}", ""])
    func `files that cannot be read offer nothing and say nothing`(_ config: String) async throws {
        try await withTemporaryFolder { folder in
            try folder.write(config, to: "config")
            let outcome = try await Tool.run(
                ["---completion", "token", "--", "--profile", "0", "0"],
                environment: Tool.bare,
                adding: ["AWS_CONFIG_FILE": folder.path("config"), "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent"]
            )
            #expect(outcome.exitStatus == 0)
            #expect(outcome.outputText.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty)
            #expect(outcome.errors.isEmpty)
        }
    }

    /// Runs a shell's script in a home with profiles and with the tool on its path.
    private func expect(_ example: Case, _ shell: [String], _ script: String) async throws {
        try await withTemporaryFolder { folder in
            try folder.write(
                "[default]\nregion = us-east-1\n[profile prod]\nregion = eu-west-1\n[profile staging]\n",
                to: ".aws/config"
            )
            try folder.write("[keys-only]\naws_access_key_id = AKIDEXAMPLE\n", to: ".aws/credentials")
            try folder.write("", to: "bin/empty")
            let bin = folder.path("bin")
            try FileManager.default.createSymbolicLink(
                atPath: "\(bin)/dsql",
                withDestinationPath: try BuiltProducts.path(of: "dsql")
            )
            let outcome = try await Command(
                shell[0],
                shell.dropFirst().map { RawText($0) } + [RawText(script)],
                environment: Tool.bare.merging(
                    ["HOME": folder.path, "PATH": "\(bin):/usr/bin:/bin", "LINE": example.line],
                    uniquingKeysWith: { $1 }
                ),
                input: []
            ).run()
            // In fish a description stands behind a tab; what zsh shows around its offers is apart from them.
            let offered = outcome.outputText.components(separatedBy: .newlines).flatMap { line in
                line.prefix { $0 != "\t" }.split { $0.isWhitespace }.map(String.init)
            }
            for word in example.offered {
                #expect(offered.contains(word), "\(outcome.outputText) \(outcome.errorText)")
            }
            for word in example.refused { #expect(!offered.contains(word), "\(outcome.outputText)") }
        }
    }
}
