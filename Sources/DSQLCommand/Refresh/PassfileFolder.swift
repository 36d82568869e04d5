import AuroraDSQLCredentials
import FoundationEssentials
import Synchronization

/// A private folder (0700) with one passfile (0600), which is replaced whole and goes when the command has ended.
///
/// Its lock says that somebody still keeps it: a folder left by a tool that was killed is removed by the next one, once
/// the token in it has expired.
final class PassfileFolder: Sendable {
    private static let prefix = "dsql-exec-"
    private static let file = "passfile"
    private static let draft = "passfile.new"
    /// Far more than a line with the longest token is.
    private static let limit = 1 << 16

    /// The passfile's path.
    let passfile: String
    private let path: String
    /// The folder's descriptor, until it is closed.
    private let folder: Mutex<Int32?>

    /// Makes a folder below `TMPDIR`, or else below `/tmp`, and removes what others left.
    ///
    /// Not below `XDG_RUNTIME_DIR`, which is removed when its user logs out and a command may go on.
    init() throws(CommandFailure) {
        var reason = "there is none"
        for base in Self.bases {
            Self.sweep(base)
            do throws(POSIX.Failure) {
                let path = try POSIX.makeFolder(base + "/" + Self.prefix)
                let folder = try POSIX.openFolder(path)
                _ = POSIX.lock(folder)
                self.path = path
                passfile = path + "/" + Self.file
                self.folder = Mutex(folder)
                return
            } catch {
                reason = error.text
            }
        }
        throw CommandFailure(
            .fault,
            "No folder for the passfile can be made: \(reason).",
            remedy: "Set TMPDIR to a folder that you can write to."
        )
    }

    /// Replaces the passfile; whoever reads it sees the old line or the new one.
    func write(_ line: String) throws(POSIX.Failure) {
        // Under the lock, so that nothing is written into a folder that is being removed.
        let failure = folder.withLock { folder -> POSIX.Failure? in
            guard let folder else { return nil }
            do throws(POSIX.Failure) {
                POSIX.removeFile(Self.draft, in: folder)
                try POSIX.writeNewFile(Self.draft, Array(line.utf8), in: folder)
                try POSIX.rename(Self.draft, to: Self.file, in: folder)
                return nil
            } catch {
                POSIX.removeFile(Self.draft, in: folder)
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Removes the folder; nothing is written after it.
    func remove() {
        folder.withLock { folder in
            guard let open = folder else { return }
            Self.empty(open)
            POSIX.removeFolder(path)
            POSIX.closeDescriptor(open)
            folder = nil
        }
    }

    private static var bases: [String] {
        let own = POSIX.repairedVariable("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil }
        return [own, "/tmp"].compactMap { $0 }
    }

    /// Removes the folders of tools that were killed, where nobody can use what is in them.
    private static func sweep(_ base: String) {
        for name in POSIX.names(in: base) where name.hasPrefix(prefix) {
            let path = base + "/" + name
            guard let folder = try? POSIX.openFolder(path) else { continue }
            defer { POSIX.closeDescriptor(folder) }
            guard POSIX.isPrivateFolder(folder), POSIX.lock(folder),
                let line = POSIX.readFile(file, in: folder, limit: limit), hasExpired(line)
            else { continue }
            empty(folder)
            POSIX.removeFolder(path)
        }
    }

    /// Whether the token of a passfile's line has expired; a token holds no colon and no backslash.
    private static func hasExpired(_ line: [UInt8]) -> Bool {
        guard let text = String(validating: line, as: UTF8.self), let token = text.split(separator: ":").last,
            let inspection = try? TokenInspection(String(token))
        else { return false }
        return inspection.expiration < Date()
    }

    private static func empty(_ folder: Int32) {
        POSIX.removeFile(draft, in: folder)
        POSIX.removeFile(file, in: folder)
    }
}
