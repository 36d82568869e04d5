import Foundation

/// Starts a program by `posix_spawn`, which alone passes arbitrary bytes in arguments and environment.
struct ProcessSpawner {
    private let command: Command
    private let channels: ProcessChannels

    init(_ command: Command, _ channels: ProcessChannels) {
        self.command = command
        self.channels = channels
    }

    func spawn() throws -> pid_t {
        defer { channels.child.forEach { close($0) } }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        for target in Int32(0)...2 {
            // A terminal opened anew by the leader of a session becomes that session's /dev/tty.
            if channels.isTerminal, target == 0 {
                var name = [CChar](repeating: 0, count: 128)
                guard unsafe ttyname_r(channels.child[0], &name, name.count) == 0 else {
                    throw SystemError("ttyname_r")
                }
                unsafe posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
            } else {
                let source = channels.isTerminal ? 0 : channels.child[Int(target)]
                unsafe posix_spawn_file_actions_adddup2(&actions, source, target)
            }
        }

        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | 0x80  // POSIX_SPAWN_SETSID
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        // `env -C` becomes the program in the same process; posix_spawn itself cannot change folders portably.
        var program = command.executable
        var arguments = [RawText(program)] + command.arguments
        if let folder = command.workingDirectory {
            program = "/usr/bin/env"
            arguments = ["env", "-C", RawText(folder)] + arguments
        }
        let environment = command.environment.sorted { $0.key < $1.key }.map { RawText("\($0.key)=\($0.value)") }
        var pid: pid_t = 0
        let code = unsafe Self.withCStrings(arguments) { argv in
            unsafe Self.withCStrings(environment + command.rawEnvironment) { envp in
                unsafe posix_spawn(&pid, program, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else {
            for end in Set([channels.input, channels.output, channels.errors ?? channels.output]) { close(end) }
            throw SystemError("start \(command.executable)", code: code)
        }
        return pid
    }

    private static func withCStrings<Value>(
        _ texts: [RawText],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { text in
            unsafe (text.bytes + [0]).withUnsafeBytes { bytes in
                unsafe bytes.bindMemory(to: CChar.self).baseAddress.flatMap { unsafe strdup($0) }
            }
        }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("An array with an element has an address.") }
            return unsafe body(base)
        }
    }
}
