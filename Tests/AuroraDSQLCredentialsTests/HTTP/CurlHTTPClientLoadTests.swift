import AuroraDSQLCredentials
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct CurlHTTPClientLoadTests {
    let server: LoopbackServer

    init() throws { server = try LoopbackServer() }

    func number(_ path: String) async throws -> Int {
        let response = try await CurlHTTPClient(environment: noVariables).send(server.request("GET", "http", path))
        return try #require(Int(String(decoding: response.body, as: UTF8.self)))
    }

    var openDescriptors: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0)
    }

    @Test func `two hundred requests at once are all answered`() async throws {
        let client = CurlHTTPClient(environment: noVariables)
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<200 {
                group.addTask { try await client.send(server.request("GET", "http", "/slow/0.5")).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: 200, count: 200))
    }

    /// No clock decides: if waiting requests held the threads of the cooperative pool, the task that opens the gate
    /// would never run, and the requests would run into their limit.
    @Test func `requests that wait leave the cooperative pool to others`() async throws {
        let client = CurlHTTPClient(environment: noVariables)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    let response = try await client.send(server.request("GET", "http", "/gate/pool"))
                    #expect(response.body == Array("open".utf8))
                }
            }
            group.addTask {
                while try await number("/held/pool") < 200 { try await Task.sleep(for: .milliseconds(20)) }
                _ = try await client.send(server.request("GET", "http", "/open-gate/pool"))
            }
            try await group.waitForAll()
        }
    }

    @Test func `an answer after two seconds for two hundred tasks never holds up another task for one`() async throws {
        let client = CurlHTTPClient(environment: noVariables)
        let longest = try await withThrowingTaskGroup(of: Duration.self) { group in
            group.addTask {
                var longest = Duration.zero
                while !Task.isCancelled {
                    let start = ContinuousClock.now
                    try? await Task.sleep(for: .milliseconds(10))
                    longest = max(longest, ContinuousClock.now - start)
                }
                return longest
            }
            try await withThrowingTaskGroup(of: Void.self) { requests in
                for _ in 0..<200 {
                    requests.addTask { _ = try await client.send(server.request("GET", "http", "/slow/2")) }
                }
                try await requests.waitForAll()
            }
            group.cancelAll()
            return try await group.next() ?? .zero
        }
        #expect(longest < .seconds(1))
    }

    @Test func `a cancelled request returns at once and closes its connection`() async throws {
        let client = CurlHTTPClient(environment: noVariables)
        let task = Task { try await client.send(server.request("GET", "http", "/gate/cancelled")) }
        while try await number("/held/cancelled") < 1 { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // The server holds this answer for ever: only the client can have ended the connection.
        while try await number("/count") > 1 { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test func `a cancellation before the request sends none`() async throws {
        let client = CurlHTTPClient(environment: noVariables)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(server.request("GET", "http", "/gate/early"))
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await number("/held/early") == 0)
    }

    @Test func `cancellations at any moment leave the others alone`() async throws {
        let client = CurlHTTPClient(environment: noVariables)
        let tasks = (0..<300).map { index in
            Task { try await client.send(server.request("GET", "http", "/slow/0.0\(index % 10)")).status }
        }
        for (index, task) in tasks.enumerated() where index % 3 == 0 {
            await Task.yield()
            task.cancel()
        }
        for (index, task) in tasks.enumerated() {
            let result = await task.result
            if index % 3 != 0 { #expect(try result.get() == 200) }
        }
    }

    @Test func `ten thousand requests leak no descriptor`() async throws {
        let client = CurlHTTPClient(environment: noVariables)
        let before = openDescriptors
        for path in ["/echo", "/http10", "/reset", "/status/500", "/truncated"] {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        for _ in 0..<100 { _ = try? await client.send(server.request("GET", "http", path)) }
                    }
                }
                try await group.waitForAll()
            }
        }
        // A leak of one in ten would show as a thousand; other tests open a few hundred at most meanwhile.
        #expect(openDescriptors < before + 1_000)
        // What the server sees is exact: one connection asks, and at most eight are kept.
        #expect(try await number("/count") <= 9)
    }

    @Test func `a client that is let go of takes its thread and connections along`() async throws {
        let before = openDescriptors
        for _ in 0..<500 {
            let client = CurlHTTPClient(environment: noVariables)
            #expect(try await client.send(server.request("GET", "http", "/status/200")).status == 200)
        }
        while try await number("/count") > 1 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(openDescriptors < before + 500)
    }

    @Test func `an idle client lets go of its connections and works again`() async throws {
        let client = CurlHTTPClient(environment: noVariables, idleMilliseconds: 20)
        for _ in 0..<3 {
            #expect(try await client.send(server.request("GET", "http", "/status/200")).status == 200)
            while try await number("/count") > 1 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }
}
