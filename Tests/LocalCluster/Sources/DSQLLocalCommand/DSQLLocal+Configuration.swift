import Foundation
import LocalCluster

extension DSQLLocal {
    var names: ClusterNames {
        ClusterNames(host: host ?? "\(clusterID).dsql.\(region).on.aws", extra: extraNames)
    }

    func configuration(_ key: AccessKey) -> ClusterConfiguration {
        var configuration = ClusterConfiguration(clusterID: clusterID, names: names, region: region, keys: [key])
        configuration.roles = roles
        configuration.deniedActions = Set(denied)
        configuration.listenAddress = listen
        configuration.port = port
        configuration.clockOffsetSeconds = clockOffset
        configuration.loginLimitSeconds = loginLimit
        return configuration
    }

    func eventLog() throws(LocalClusterError) -> EventLog {
        var file: FileHandle?
        if let events {
            // Several clusters may write to one file: each line goes to its end, whole.
            let descriptor = unsafe open(events, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw LocalClusterError(
                    .fileFailed,
                    "The event file \(events) cannot be written.",
                    remedy: "Give a path in a folder that exists to --events."
                )
            }
            file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }
        return EventLog(file: file, console: quiet ? nil : FileHandle.standardError)
    }
}

extension AccessKey {
    /// The keys of the command line, or random ones.
    init(_ options: DSQLLocal) {
        guard let id = options.accessKeyID, let secret = options.secretAccessKey else {
            self = .random()
            return
        }
        self.init(id: id, secret: secret, sessionToken: options.sessionToken)
    }
}
