import NIOCore
import NIOSSL
import NIOTLS

/// Brings a connection from its first byte to the end of the TLS handshake.
///
/// It takes both ways in, TLS from the first byte and TLS after SSLRequest, and nothing in clear but those eight
/// bytes. Until the handshake is done no byte goes further; afterwards all of them pass through.
final class NegotiationHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        case plain, handshake(TLSFacts.Way), done, failed
    }

    private let promise: EventLoopPromise<NegotiatedConnection>
    private let context: NIOSSLContext
    private let fault: Fault.Kind?
    private let timeLimit: TimeAmount
    private var state = State.plain
    private var buffer = ByteBuffer()
    private var serverName: String?
    private var deadline: Scheduled<Void>?

    init(
        promise: EventLoopPromise<NegotiatedConnection>,
        context: NIOSSLContext,
        fault: Fault.Kind?,
        timeLimit: TimeAmount
    ) {
        self.promise = promise
        self.context = context
        self.fault = fault
        self.timeLimit = timeLimit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        guard fault != .silent else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: timeLimit) {
            let (handler, context) = bound.value
            handler.promise.fail(NegotiationFailure.deadline)
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        switch state {
        case .done: context.fireChannelRead(data)
        case .failed: break
        case .handshake: buffer.writeBuffer(&bytes)
        case .plain:
            guard fault != .silent else { return }
            buffer.writeBuffer(&bytes)
            negotiate(context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let applicationProtocol)? = event as? TLSUserEvent, case .handshake(let way) = state
        {
            finish(context, way, applicationProtocol)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .done = state {
            context.fireErrorCaught(error)
        } else {
            fail(context, .handshake(String(describing: error)))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        promise.fail(NegotiationFailure.closed)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        promise.fail(NegotiationFailure.closed)
    }

    private func negotiate(_ context: ChannelHandlerContext) {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return }
        // The type of a TLS handshake record; as the first byte of a packet's length it would be far too long.
        if first == 0x16 { return startTLS(context, .direct) }
        do throws(ProtocolViolation) {
            guard let packet = try FirstPacket.read(from: &buffer) else { return }
            switch packet {
            case .gssEncryptionRequest:
                guard buffer.readableBytes == 0 else { return fail(context, .unencryptedDataAfterSSLRequest) }
                answer(context, UInt8(ascii: "N"))
            case .sslRequest where fault == .refuseTLS:
                answer(context, UInt8(ascii: "N"))
            case .sslRequest:
                // Bytes sent in clear together with the request must never be taken for encrypted ones.
                guard buffer.readableBytes == 0 else { return fail(context, .unencryptedDataAfterSSLRequest) }
                answer(context, UInt8(ascii: "S"))
                startTLS(context, .sslrequest)
            case .startup:
                refuse(context, ServerError(.fatal, "08P01", "SSL is mandatory"))
                fail(context, .plainText)
            case .cancel:
                fail(context, .plainText)
            }
        } catch {
            refuse(context, ServerError(.fatal, "08P01", error.message))
            fail(context, .malformed(error.message))
        }
    }

    private func answer(_ context: ChannelHandlerContext, _ byte: UInt8) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(integer: byte)), promise: nil)
    }

    private func refuse(_ context: ChannelHandlerContext, _ error: ServerError) {
        var answer = context.channel.allocator.buffer(capacity: 128)
        error.encode(into: &answer)
        context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }

    private func fail(_ context: ChannelHandlerContext, _ failure: NegotiationFailure) {
        state = .failed
        promise.fail(failure)
        context.close(promise: nil)
    }

    private func startTLS(_ context: ChannelHandlerContext, _ way: TLSFacts.Way) {
        state = .handshake(way)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let reader = SNIHandler { result in
            let (handler, context) = bound.value
            if case .hostname(let name) = result { handler.serverName = name }
            return context.eventLoop.makeCompletedFuture {
                try context.pipeline.syncOperations.addHandler(
                    NIOSSLServerHandler(context: handler.context),
                    position: .before(handler)
                )
            }
        }
        do {
            let pipeline = context.pipeline.syncOperations
            try pipeline.addHandler(ByteToMessageHandler(reader), position: .first)
            let pending = buffer
            buffer.clear()
            if pending.readableBytes > 0 {
                pipeline.fireChannelRead(NIOAny(pending))
                pipeline.fireChannelReadComplete()
            }
        } catch {
            fail(context, .handshake(String(describing: error)))
        }
    }

    private func finish(_ context: ChannelHandlerContext, _ way: TLSFacts.Way, _ applicationProtocol: String?) {
        guard let deadline else { return }
        do {
            let handler = try context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)
            let facts = TLSFacts(
                way: way,
                serverName: serverName,
                applicationProtocol: applicationProtocol.flatMap { $0.isEmpty ? nil : $0 },
                version: handler.tlsVersion.map(Self.name)
            )
            let channel = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: context.channel)
            state = .done
            promise.succeed(NegotiatedConnection(channel: channel, tls: facts, deadline: deadline))
            if buffer.readableBytes > 0 {
                context.fireChannelRead(wrapInboundOut(buffer))
                buffer = ByteBuffer()
                context.fireChannelReadComplete()
            }
        } catch {
            fail(context, .handshake(String(describing: error)))
        }
    }

    private static func name(_ version: TLSVersion) -> String {
        switch version {
        case .tlsv1: "TLSv1"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        }
    }
}
