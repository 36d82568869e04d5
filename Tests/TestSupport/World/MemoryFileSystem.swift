package import AuroraDSQLCredentials
import Synchronization

/// Files in memory, by absolute path.
package final class MemoryFileSystem: FileSystem {
    private let content: Mutex<[String: [UInt8]]>
    private let home: String?
    private let unreadable: Set<String>
    private let unwritable: Bool
    private let counts = Mutex<[String: Int]>([:])

    /// Creates files; those in `unreadable` are there and cannot be read.
    package init(
        _ files: [String: [UInt8]] = [:],
        home: String? = nil,
        unreadable: Set<String> = [],
        unwritable: Bool = false
    ) {
        content = Mutex(files)
        self.home = home
        self.unreadable = unreadable
        self.unwritable = unwritable
    }

    /// Creates files of text.
    package convenience init(text files: [String: String], home: String? = nil) {
        self.init(files.mapValues { Array($0.utf8) }, home: home)
    }

    /// All files as they are now.
    package var files: [String: [UInt8]] { content.withLock { $0 } }

    /// How often a file was read.
    package func reads(of path: String) -> Int { counts.withLock { $0[path] ?? 0 } }

    /// Replaces a file.
    package func set(_ path: String, _ text: String) { content.withLock { $0[path] = Array(text.utf8) } }

    package func read(_ path: String, limit: Int) throws(CredentialsError) -> [UInt8]? {
        counts.withLock { $0[path, default: 0] += 1 }
        guard !unreadable.contains(path) else { throw CredentialsError(.fileUnreadable, "\(path) is unreadable.") }
        guard let bytes = content.withLock({ $0[path] }) else { return nil }
        guard bytes.count <= limit else { throw CredentialsError(.fileUnreadable, "\(path) is too long.") }
        return bytes
    }

    package func writeAtomically(_ bytes: [UInt8], to path: String) throws(CredentialsError) {
        guard !unwritable else { throw CredentialsError(.fileUnreadable, "\(path) cannot be written.") }
        content.withLock { $0[path] = bytes }
    }

    package func homeDirectoryOfUser() -> String? { home }

    package func homeDirectory(ofUser name: String) -> String? { name == "other" ? "/home/other" : nil }
}
