package import Foundation
import Glibc

/// A pipe that no child gets unless it is handed one end: its end of file tells that this process is gone.
package struct CloseOnExecPipe: Sendable {
    package let readEnd: FileHandle
    package let writeEnd: FileHandle

    package init() throws(LocalClusterError) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw LocalClusterError(.processFailed, "No pipe could be made (error \(errno)).")
        }
        readEnd = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        writeEnd = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    }
}
