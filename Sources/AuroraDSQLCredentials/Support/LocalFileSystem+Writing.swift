#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension LocalFileSystem {
    package func writeAtomically(_ bytes: [UInt8], to path: String) throws(CredentialsError) {
        // A cache file may be a link into a synchronised folder; the link stays and its target is replaced.
        let target = try LocalFileSystem.followingLinks(path)
        let folder = LocalFileSystem.folder(of: target)
        try LocalFileSystem.makeFolder(folder)
        var template = Array("\(folder)/.aurora-dsql-XXXXXX".utf8CString)
        let descriptor = unsafe template.withUnsafeMutableBufferPointer { unsafe LocalFileSystem.makeTemporary($0) }
        guard descriptor >= 0 else { throw LocalFileSystem.unwritable(target, errno) }
        let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        do throws(CredentialsError) {
            try LocalFileSystem.fill(descriptor, with: bytes, path: target)
            guard unsafe rename(temporary, target) == 0 else { throw LocalFileSystem.unwritable(target, errno) }
        } catch {
            _ = unsafe unlink(temporary)
            throw error
        }
    }

    /// Makes an empty file with mode 0600 under a name of its own.
    private static func makeTemporary(_ template: UnsafeMutableBufferPointer<CChar>) -> Int32 {
        guard let name = template.baseAddress else { return -1 }
        let descriptor = unsafe mkstemp(name)
        // Credentials must not leak into a child process that is started meanwhile.
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return descriptor
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8], path: String) throws(CredentialsError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes[written...].withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                written += count
            } else if errno != EINTR {
                let code = errno
                close(descriptor)
                throw unwritable(path, code)
            }
        }
        // Synchronised before the rename, or a crash could leave the new name with an empty file.
        let synchronised = fsync(descriptor)
        let code = errno
        guard close(descriptor) == 0, synchronised == 0 else { throw unwritable(path, code) }
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func makeFolder(_ path: String) throws(CredentialsError) {
        if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, path != "/", path != "." else { throw unwritable(path, errno) }
        try makeFolder(folder(of: path))
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else { throw unwritable(path, errno) }
    }

    private static func followingLinks(_ path: String) throws(CredentialsError) -> String {
        var target = path
        // As many as the kernel follows.
        for _ in 0..<40 {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe buffer.withUnsafeMutableBytes { space -> Int in
                guard let start = space.baseAddress else { return -1 }
                return unsafe readlink(target, start.assumingMemoryBound(to: CChar.self), space.count)
            }
            guard count > 0 else { return target }
            let link = String(decoding: buffer[..<count], as: UTF8.self)
            target = link.hasPrefix("/") ? link : "\(folder(of: target))/\(link)"
        }
        throw unwritable(path, ELOOP)
    }

    private static func unwritable(_ path: String, _ code: Int32) -> CredentialsError {
        CredentialsError(.fileUnreadable, "The file \(Quoted(path)) cannot be written: \(text(of: code)).")
    }
}
