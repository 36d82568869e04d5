#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files of this machine.
package struct LocalFileSystem: FileSystem {
    /// How long a pipe may deliver nothing, in milliseconds: a named pipe nobody writes to would hang for ever.
    private let pipePatience: Int32

    /// Creates the file system.
    package init() { self.init(pipePatience: 5_000) }

    package init(pipePatience: Int32) { self.pipePatience = pipePatience }

    package func read(_ path: String, limit: Int) throws(CredentialsError) -> [UInt8]? {
        // Without waiting, or opening a pipe would block until somebody writes to it.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw unreadable(path, LocalFileSystem.text(of: code))
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path, LocalFileSystem.text(of: errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return try readAll(descriptor, path: path, limit: limit)
        case S_IFIFO:
            // Reading a pipe that nobody has opened for writing yet would pass for its end.
            try wait(for: descriptor, path: path)
            return try readAll(descriptor, path: path, limit: limit)
        case S_IFCHR where LocalFileSystem.isNullDevice(status): return []
        case S_IFDIR: throw unreadable(path, "it is a folder")
        default: throw unreadable(path, "it is neither a regular file nor a pipe")
        }
    }

    private func readAll(_ descriptor: Int32, path: String, limit: Int) throws(CredentialsError) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Self.read(descriptor, into: $0) }
            if count == 0 { return content }
            if count < 0 {
                let code = errno
                if code == EINTR { continue }
                guard code == EAGAIN else { throw unreadable(path, LocalFileSystem.text(of: code)) }
                try wait(for: descriptor, path: path)
                continue
            }
            guard content.count + count <= limit else {
                throw unreadable(path, "it is longer than \(limit) bytes")
            }
            content.append(contentsOf: chunk[..<count])
        }
    }

    private func wait(for descriptor: Int32, path: String) throws(CredentialsError) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let ready = unsafe poll(&entry, 1, pipePatience)
        if ready == 0 { throw unreadable(path, "it is a pipe that delivers nothing") }
        if ready < 0, errno != EINTR { throw unreadable(path, LocalFileSystem.text(of: errno)) }
    }

    package func homeDirectoryOfUser() -> String? {
        unsafe LocalFileSystem.home { entry, buffer, size, result in
            unsafe getpwuid_r(getuid(), entry, buffer, size, result)
        }
    }

    package func homeDirectory(ofUser name: String) -> String? {
        unsafe LocalFileSystem.home { entry, buffer, size, result in
            unsafe getpwnam_r(name, entry, buffer, size, result)
        }
    }

    private static func home(
        _ lookUp: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> String? {
        // Entries from a directory service can be long; the size is doubled until the entry fits.
        var size = 1_024
        while size <= 1 << 20 {
            var entry = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            var buffer = [CChar](repeating: 0, count: size)
            let (code, path) = unsafe buffer.withUnsafeMutableBufferPointer { space -> (Int32, String?) in
                guard let start = space.baseAddress else { return (EINVAL, nil) }
                let code = unsafe lookUp(&entry, start, size, &found)
                guard code == 0, unsafe found != nil, let home = unsafe entry.pw_dir else { return (code, nil) }
                return unsafe (0, String(cString: home))
            }
            guard code == ERANGE else { return path.flatMap { $0.isEmpty ? nil : $0 } }
            size *= 2
        }
        return nil
    }

    private static func isNullDevice(_ status: stat) -> Bool {
        var null = stat()
        return unsafe stat("/dev/null", &null) == 0 && null.st_rdev == status.st_rdev
    }

    private static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            unsafe Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    static func text(of code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    private func unreadable(_ path: String, _ reason: String) -> CredentialsError {
        CredentialsError(.fileUnreadable, "The file \(Quoted(path)) cannot be read: \(reason).")
    }
}
