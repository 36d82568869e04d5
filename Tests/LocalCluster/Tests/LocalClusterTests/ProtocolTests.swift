import NIOCore
import Testing

import LocalCluster

struct ProtocolTests {
    private func startup(_ parameters: [String: String]) -> ByteBuffer {
        var buffer = ByteBuffer()
        StartupMessage(parameters: parameters).encode(into: &buffer)
        return buffer
    }

    @Test func `a startup packet is read when its last byte has come`() throws {
        let whole = startup(["user": "admin", "database": "postgres"])
        var buffer = ByteBuffer()
        for (index, byte) in whole.readableBytesView.enumerated() {
            buffer.writeInteger(byte)
            let packet = try FirstPacket.read(from: &buffer)
            #expect((packet != nil) == (index == whole.readableBytes - 1))
        }
    }

    @Test(arguments: [Int32](arrayLiteral: -1, 0, 4, 7, 10_001, .max, .min))
    func `a packet of an impossible length is refused at once`(length: Int32) {
        var buffer = ByteBuffer(integer: length)
        #expect(throws: ProtocolViolation.self) { try FirstPacket.read(from: &buffer) }
    }

    @Test(arguments: [Int32](arrayLiteral: 2 << 16, 4 << 16, 0, 1_234))
    func `another version of the protocol is refused`(version: Int32) {
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(Int32(9), version, UInt8(0))
        #expect(throws: ProtocolViolation.self) { try FirstPacket.read(from: &buffer) }
    }

    @Test(arguments: [[], [0x61], [0x61, 0], [0x61, 0, 0x62], [0x61, 0, 0x62, 0], [0, 0]] as [[UInt8]])
    func `a startup packet without its end is refused`(body: [UInt8]) {
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(Int32(8 + body.count), Int32(3) << 16)
        buffer.writeBytes(body)
        #expect(throws: ProtocolViolation.self) { try FirstPacket.read(from: &buffer) }
    }

    @Test func `a cancel request is read`() throws {
        var buffer = ByteBuffer()
        CancelKey(processID: 7, secret: -9).encode(into: &buffer)
        #expect(try FirstPacket.read(from: &buffer) == .cancel(CancelKey(processID: 7, secret: -9)))
    }

    @Test func `messages come out whole, however they were cut`() throws {
        var bytes = FrontendMessages.query(Array("SELECT 1".utf8))
        bytes.writeImmutableBuffer(FrontendMessages.run("s", "SELECT 2"))
        for size in 1...bytes.readableBytes {
            var reader = FrontendReader()
            var types: [UInt8] = []
            var rest = bytes
            while rest.readableBytes > 0 {
                reader.append(ByteBuffer(rest.readableBytesView.prefix(size)))
                rest.moveReaderIndex(forwardBy: min(size, rest.readableBytes))
                while let (type, _) = try reader.next() { types.append(type) }
            }
            #expect(types == Array("QPBE".utf8))
        }
    }

    @Test(arguments: [Int32](arrayLiteral: 3, 0, -1, 10 * 1_024 * 1_024 + 1))
    func `a message of an impossible length is refused before it has come`(length: Int32) {
        var buffer = ByteBuffer(string: "Q")
        buffer.writeInteger(length)
        var reader = FrontendReader(buffer)
        #expect(throws: ProtocolViolation.self) { try reader.next() }
    }

    @Test func `answers keep every byte, however they were cut`() {
        var bytes = ByteBuffer()
        for (type, length) in [("T", 40), ("D", 90), ("D", 0), ("C", 9), ("N", 30), ("E", 12), ("Z", 1)] {
            bytes.writeString(type)
            bytes.writeInteger(Int32(length + 4))
            bytes.writeRepeatingByte(0x41, count: length)
        }
        for size in 1...bytes.readableBytes {
            var reader = BackendReader()
            var (output, types) = (ByteBuffer(), [UInt8]())
            var rest = bytes
            while rest.readableBytes > 0 {
                reader.append(ByteBuffer(rest.readableBytesView.prefix(size)))
                rest.moveReaderIndex(forwardBy: min(size, rest.readableBytes))
                while let piece = reader.next() {
                    switch piece {
                    case .message(let type, let message):
                        types.append(type)
                        output.writeImmutableBuffer(message)
                    case .bytes(let bytes): output.writeImmutableBuffer(bytes)
                    }
                }
            }
            #expect(output == bytes)
            #expect(types == Array("CEZ".utf8))
        }
    }

    @Test(arguments: [
        ["options": "-c search_path=a"], ["options": "-csearch_path=a --application-name=b"],
        ["options": "-c search_path=a\\ b -c amzn-cluster-id=x"], ["DateStyle": "ISO"], ["TimeZone": "UTC"],
        ["client_encoding": "UTF8"], ["extra_float_digits": "2"], ["options": ""], ["replication": "false"],
    ])
    func `settings the service takes are handed on`(parameters: [String: String]) throws {
        let all = parameters.merging(["user": "admin"]) { $1 }
        let admitted = try StartupPolicy.admit(StartupMessage(parameters: all))
        #expect(admitted.parameters["database"] == "admin")
        #expect(admitted.parameters["options"] == nil)
        #expect(admitted.parameters["amzn_cluster_id"] == nil)
        if parameters["options"]?.contains("a\\ b") == true { #expect(admitted.parameters["search_path"] == "a b") }
    }

    @Test(arguments: [
        ["options": "-c statement_timeout=1"], ["options": "-c"], ["options": "-c x"], ["options": "-d 5"],
        ["options": "--default-transaction-isolation=serializable"], ["statement_timeout": "1"], ["geqo": "off"],
        ["replication": "database"], ["user": ""],
    ])
    func `other settings are refused`(parameters: [String: String]) {
        let all = ["user": "admin"].merging(parameters) { $1 }
        #expect(throws: ServerError.self) { try StartupPolicy.admit(StartupMessage(parameters: all)) }
    }

    @Test func `an error reads back as it was written`() throws {
        let error = ServerError(.fatal, "08006", "no", detail: "Session Id: x", hint: "later")
        var buffer = ByteBuffer()
        error.encode(into: &buffer)
        #expect(buffer.readInteger(as: UInt8.self) == UInt8(ascii: "E"))
        #expect(buffer.readInteger(as: Int32.self) == Int32(buffer.readableBytes + 4))
        let fields = try #require(ServerError.fields(buffer))
        #expect(fields == ["S": "FATAL", "V": "FATAL", "C": "08006", "M": "no", "D": "Session Id: x", "H": "later"])
    }
}
