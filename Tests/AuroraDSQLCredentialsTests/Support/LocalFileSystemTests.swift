import AuroraDSQLCredentials
import Foundation
import Testing

@Suite struct LocalFileSystemTests {
    private let files = LocalFileSystem()

    /// Runs a test in a folder of its own.
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }

    @Test func `a file is read, a missing one and one in a missing folder are nil`() throws {
        try inFolder { folder in
            try Data("text".utf8).write(to: URL(fileURLWithPath: "\(folder)/file"))
            #expect(try files.read("\(folder)/file", limit: 4) == Array("text".utf8))
            #expect(try files.read("\(folder)/none", limit: 4) == nil)
            #expect(try files.read("\(folder)/none/file", limit: 4) == nil)
            #expect(try files.read("\(folder)/file/below", limit: 4) == nil)
            #expect(try files.read("", limit: 4) == nil)
        }
    }

    @Test func `a file beyond the limit, a folder and a device are refused`() throws {
        try inFolder { folder in
            try Data("text".utf8).write(to: URL(fileURLWithPath: "\(folder)/file"))
            let failure = CredentialsError(.fileUnreadable, "")
            #expect(throws: failure) { try files.read("\(folder)/file", limit: 3) }
            #expect(throws: failure) { try files.read(folder, limit: 3) }
            #expect(throws: failure) { try files.read("/dev/zero", limit: 3) }
        }
    }

    @Test func `the null device is an empty file`() throws {
        #expect(try files.read("/dev/null", limit: 0) == [])
    }

    @Test func `a long file is read whole`() throws {
        try inFolder { folder in
            let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
            try content.write(to: URL(fileURLWithPath: "\(folder)/file"))
            #expect(try files.read("\(folder)/file", limit: 300_000) == Array(content))
        }
    }

    @Test func `a pipe is read to its end`() throws {
        try inFolder { folder in
            let path = "\(folder)/pipe"
            let writer = Process()
            writer.executableURL = URL(fileURLWithPath: "/bin/sh")
            writer.arguments = ["-c", "mkfifo \"$0\" && : > \"$0.made\" && printf from-a-pipe > \"$0\"", path]
            try writer.run()
            while writer.isRunning, !FileManager.default.fileExists(atPath: "\(path).made") {}
            #expect(try files.read(path, limit: 100) == Array("from-a-pipe".utf8))
            writer.waitUntilExit()
        }
    }

    @Test func `a pipe that nobody writes to is given up`() throws {
        try inFolder { folder in
            let maker = try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", "mkfifo '\(folder)/pipe'"])
            maker.waitUntilExit()
            #expect(throws: CredentialsError(.fileUnreadable, "")) {
                try LocalFileSystem(pipePatience: 20).read("\(folder)/pipe", limit: 100)
            }
        }
    }

    @Test func `a file is written with mode 0600 in a folder of mode 0700`() throws {
        try inFolder { folder in
            let path = "\(folder)/a/b/file.json"
            try files.writeAtomically(Array("one".utf8), to: path)
            try files.writeAtomically(Array("two".utf8), to: path)
            #expect(try files.read(path, limit: 10) == Array("two".utf8))
            #expect(try mode(path) == 0o600)
            #expect(try mode("\(folder)/a") == 0o700)
            #expect(try mode("\(folder)/a/b") == 0o700)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a/b") == ["file.json"])
        }
    }

    @Test func `a file with wider permissions is narrowed`() throws {
        try inFolder { folder in
            let path = "\(folder)/file"
            try Data("old".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            try files.writeAtomically([], to: path)
            #expect(try mode(path) == 0o600)
            #expect(try files.read(path, limit: 10) == [])
        }
    }

    @Test func `a link stays and its target is replaced`() throws {
        try inFolder { folder in
            try FileManager.default.createDirectory(atPath: "\(folder)/real", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/link",
                withDestinationPath: "real/file"
            )
            try files.writeAtomically(Array("new".utf8), to: "\(folder)/link")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "real/file")
            #expect(try files.read("\(folder)/real/file", limit: 10) == Array("new".utf8))
        }
    }

    @Test func `links in a circle and a folder in the way are errors, and nothing is left behind`() throws {
        try inFolder { folder in
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/a", withDestinationPath: "b")
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/b", withDestinationPath: "a")
            let failure = CredentialsError(.fileUnreadable, "")
            #expect(throws: failure) { try files.writeAtomically([1], to: "\(folder)/a") }
            try FileManager.default.createDirectory(atPath: "\(folder)/full/x", withIntermediateDirectories: true)
            #expect(throws: failure) { try files.writeAtomically([1], to: "\(folder)/full") }
            #expect(throws: failure) { try files.writeAtomically([1], to: "/dev/null/x/file") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a", "b", "full"])
        }
    }

    @Test func `the password database knows root`() {
        #expect(files.homeDirectory(ofUser: "root") == "/root")
        #expect(files.homeDirectory(ofUser: "nobody-of-this-name") == nil)
        #expect(files.homeDirectoryOfUser()?.hasPrefix("/") == true)
    }
}
