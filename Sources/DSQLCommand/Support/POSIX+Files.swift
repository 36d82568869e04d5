#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files of a private folder, by the folder's descriptor: nothing that happens to its path leads anywhere else.
extension POSIX {
    /// Makes a folder of mode 0700 whose name begins with a path, and returns its path.
    static func makeFolder(_ beginning: String) throws(Failure) -> String {
        var name = Array((beginning + "XXXXXX").utf8CString)
        guard unsafe mkdtemp(&name) != nil, unsafe chmod(name, 0o700) == 0 else { throw Failure(code: errno) }
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Opens a folder, not a link to one.
    static func openFolder(_ path: String) throws(Failure) -> Int32 {
        let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { throw Failure(code: errno) }
        return folder
    }

    /// Whether an open folder is this user's, and nobody else may look into it.
    static func isPrivateFolder(_ folder: Int32) -> Bool {
        var facts = stat()
        return unsafe fstat(folder, &facts) == 0 && facts.st_uid == geteuid() && facts.st_mode & 0o777 == 0o700
    }

    /// Locks a folder until its descriptor is closed; false where somebody else holds the lock.
    static func lock(_ folder: Int32) -> Bool { flock(folder, LOCK_EX | LOCK_NB) == 0 }

    /// Writes a file of mode 0600 that must not be there yet.
    static func writeNewFile(_ name: String, _ bytes: [UInt8], in folder: Int32) throws(Failure) {
        let file = unsafe openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure(code: errno) }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0 else { throw Failure(code: errno) }
        try write(bytes, to: file)
    }

    /// Reads a file; `nil` where there is none, or it is longer than `limit`.
    static func readFile(_ name: String, in folder: Int32, limit: Int) -> [UInt8]? {
        let file = unsafe openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard let bytes = try? readAll(file, limit: limit), bytes.count <= limit else { return nil }
        return bytes
    }

    /// Gives a file the name of another, which it replaces.
    static func rename(_ name: String, to other: String, in folder: Int32) throws(Failure) {
        guard unsafe renameat(folder, name, folder, other) == 0 else { throw Failure(code: errno) }
    }

    /// Removes a file, where there is one.
    static func removeFile(_ name: String, in folder: Int32) { _ = unsafe unlinkat(folder, name, 0) }

    /// Removes an empty folder.
    static func removeFolder(_ path: String) { _ = unsafe rmdir(path) }

    /// The names in a folder; none where it cannot be read.
    static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { _ = unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names
    }
}
