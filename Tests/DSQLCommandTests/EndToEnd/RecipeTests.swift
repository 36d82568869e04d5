import Foundation
import TestSupport
import Testing

/// The recipes of `docs/recipes.md`, run as they stand there.
@Suite(.serialized) struct RecipeTests {
    /// The recipes that are run, and what each prints.
    private static let recipes: [(title: String, words: [String])] = [
        ("psql", ["admin"]), ("Data in and out", ["Earth,1", "Mars,2"]),
        ("pgbench", ["number of transactions actually processed: 10/10"]),
        ("psycopg", ["Earth 1", "Mars 2", "2 planets"]), ("SQLAlchemy", ["2 moons"]),
        ("A program that reads a URL", ["1 row"]), ("pgcli", ["Earth", "Mars"]),
    ]

    @Test func `each recipe works as it is written`() async throws {
        let page = try RecipePage()
        let scripts = try Self.recipes.map { recipe in
            let blocks = try #require(page.blocks[recipe.title], "there is no recipe \(recipe.title)")
            #expect(blocks.contains { $0.language == "sh" }, "\(recipe.title)")
            return "echo '== \(recipe.title)'\n" + blocks.compactMap(Self.script).joined(separator: "\n")
        }
        let programs = URL(fileURLWithPath: TestPython.interpreter).deletingLastPathComponent().path
        let run = try await StandIn.run(
            """
            mkdir "$FOLDER/bin"; ln -s "$DSQL" "$FOLDER/bin/dsql"; cd "$FOLDER"
            export PATH="$FOLDER/bin:$PROGRAMS:$PATH" ENDPOINT=$PGHOST PAGER=cat LC_ALL=C.UTF-8
            unset PGHOST; unset -f psql; set -e

            """ + scripts.joined(separator: "\n"),
            environment: ["PROGRAMS": programs]
        )
        #expect(run.outcome.exitStatus == 0, "\(run.outcome.outputText) \(run.outcome.errorText)")
        let parts = run.outcome.outputText.split(separator: "== ")
        #expect(parts.count == Self.recipes.count, "\(run.outcome.outputText)")
        for (recipe, part) in zip(Self.recipes, parts) {
            for word in recipe.words { #expect(part.contains(word), "\(part)") }
        }
    }

    @Test func `what the page says pg_dump and pgbench -i are refused for is so`() async throws {
        let run = try await StandIn.run(
            "\"$DSQL\" exec -- pg_dump; echo; \"$DSQL\" exec -- pgbench -i 2>&1 | tail -2 >&2"
        )
        #expect(run.outcome.errorText.contains("synchronize_seqscans"), "\(run.outcome.errorText)")
        #expect(run.outcome.errorText.lowercased().contains("truncate"), "\(run.outcome.errorText)")
    }

    /// A block as a script: a Python program becomes the file that its first line names.
    private static func script(_ block: RecipePage.Block) -> String? {
        switch block.language {
        case "sh": return block.text
        case "python":
            let name = block.text.prefix { $0 != "\n" }.dropFirst(2)
            return "cat >\(name) <<'END_OF_PROGRAM'\n\(block.text)END_OF_PROGRAM"
        default: return nil
        }
    }
}

/// The page of recipes, by heading.
struct RecipePage {
    struct Block {
        var language: String
        var text: String
    }

    private(set) var blocks: [String: [Block]] = [:]

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/recipes.md"), encoding: .utf8)
        var title = ""
        var open: Block?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks[title, default: []].append(block)
                    open = nil
                } else {
                    open = Block(language: String(line.dropFirst(3)), text: "")
                }
            } else if open != nil {
                open?.text += line + "\n"
            } else if line.hasPrefix("## ") {
                title = String(line.dropFirst(3))
            }
        }
    }
}
