"""An HTTP, HTTPS and proxy server on loopback that misbehaves on request; ends when its standard input does.

Prints one line of JSON with its ports and the certificate authority. The path says what to do; see `ROUTES`.
"""

import asyncio
import base64
import json
import os
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile

connections = 0
open_connections = 0
gates = {}
held = {}
proxied = []
scripts = {}


def run(*arguments):
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def certificate(folder, name, subject_names, issuer=None, days=2):
    """Makes a key and a certificate; without an issuer it signs itself."""
    key, pem = f"{folder}/{name}.key", f"{folder}/{name}.pem"
    run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    request, extensions = f"{folder}/{name}.csr", f"{folder}/{name}.ext"
    with open(extensions, "w") as file:
        if subject_names:
            file.write("subjectAltName=" + ",".join(subject_names))
        else:
            file.write("basicConstraints=critical,CA:TRUE")
    run("openssl", "req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
    signer = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial"] if issuer else ["-signkey", key]
    run("openssl", "x509", "-req", "-in", request, *signer, "-days", str(days), "-extfile", extensions, "-out", pem)
    return pem, key


def tls(pem, key, only=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    if only:
        # OpenSSL 3 allows TLS 1.1 at security level 0 only.
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = only
    return context


async def read_request(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    method, target, version = lines[0].split(" ", 2)
    headers = [line.split(":", 1) for line in lines[1:] if line]
    headers = [[name, value.strip()] for name, value in headers]
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    body = await reader.readexactly(length) if length else b""
    return method, target, headers, body


def answer(body, status="200 OK", fields=()):
    if isinstance(body, str):
        body = body.encode()
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields]
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def reset(writer):
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def forever(writer, piece):
    while True:
        writer.write(piece)
        await writer.drain()


class Done(Exception):
    """The connection is to be closed."""


async def echo(reader, writer, request, argument):
    method, target, headers, body = request
    number = writer.number
    writer.write(answer(json.dumps({
        "method": method, "target": target, "headers": headers, "connection": number,
        "body": base64.b64encode(body).decode(),
    })))


async def status(reader, writer, request, argument):
    writer.write(answer("status", f"{argument} Status", ("Location: /echo", "X-Extra:  padded  ")))


async def slow(reader, writer, request, argument):
    await asyncio.sleep(float(argument))
    writer.write(answer("slow"))


async def hang(reader, writer, request, argument):
    await reader.read()
    raise Done


async def drip(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


async def truncated(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut off")
    raise Done


async def truncated_chunked(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\ncut off")
    raise Done


async def huge(reader, writer, request, argument):
    writer.write(answer(b"x" * int(argument)))


async def endless_body(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await forever(writer, b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


async def endless_headers(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await forever(writer, b"X-Field: " + b"x" * 200 + b"\r\n")


async def endless_interim(reader, writer, request, argument):
    await forever(writer, b"HTTP/1.1 102 Processing\r\nX-Field: 1\r\n\r\n")


async def interim(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 103 Early Hints\r\nX-Interim: 1\r\n\r\n" + answer("final", fields=("X-Final: 1",)))


async def chunked(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for piece in (b"one,", b"two,", b"three"):
        writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        await writer.drain()
        await asyncio.sleep(0.01)
    writer.write(b"0\r\nX-Trailer: 1\r\n\r\n")


async def http10(reader, writer, request, argument):
    writer.write(b"HTTP/1.0 200 OK\r\n\r\nuntil the end")
    raise Done


async def no_answer(reader, writer, request, argument):
    raise Done


async def garbage(reader, writer, request, argument):
    writer.write(b"220 mail.example.com ready\r\n")
    raise Done


async def reset_now(reader, writer, request, argument):
    reset(writer)
    raise Done


async def reset_in_body(reader, writer, request, argument):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut off")
    await writer.drain()
    await asyncio.sleep(0.05)
    reset(writer)
    raise Done


async def gate(reader, writer, request, argument):
    event = gates.setdefault(argument, asyncio.Event())
    held[argument] = held.get(argument, 0) + 1
    opened, left = asyncio.ensure_future(event.wait()), asyncio.ensure_future(reader.read(1))
    done, pending = await asyncio.wait({opened, left}, return_when=asyncio.FIRST_COMPLETED)
    for future in pending:
        future.cancel()
    if opened not in done:
        raise Done
    writer.write(answer("open"))


async def open_gate(reader, writer, request, argument):
    gates.setdefault(argument, asyncio.Event()).set()
    writer.write(answer("opened"))


async def held_at_gate(reader, writer, request, argument):
    writer.write(answer(str(held.get(argument, 0))))


async def count(reader, writer, request, argument):
    writer.write(answer(str(open_connections)))


async def proxy_log(reader, writer, request, argument):
    writer.write(answer(json.dumps(proxied)))


async def set_script(reader, writer, request, argument):
    """Takes a JSON object of paths to lists of answers, each {status, body, headers}; asked for in that order."""
    scripts.update(json.loads(request[3]))
    writer.write(answer("taken"))


ROUTES = {
    "echo": echo, "status": status, "slow": slow, "hang": hang, "drip": drip, "truncated": truncated,
    "truncated-chunked": truncated_chunked, "huge": huge, "endless-body": endless_body,
    "endless-headers": endless_headers, "endless-interim": endless_interim, "interim": interim, "chunked": chunked,
    "http10": http10, "no-answer": no_answer, "garbage": garbage, "reset": reset_now, "reset-in-body": reset_in_body,
    "gate": gate, "open-gate": open_gate, "held": held_at_gate, "count": count, "proxy-log": proxy_log,
    "script": set_script,
}


async def dispatch(reader, writer, request):
    target = request[1]
    planned = scripts.get(target.split("?")[0])
    if planned:
        entry = planned.pop(0)
        fields = [f"{name}: {value}" for name, value in entry.get("headers", {}).items()]
        writer.write(answer(entry.get("body", ""), f"{entry.get('status', 200)} Planned", fields))
        return
    name, _, argument = target.split("?")[0].lstrip("/").partition("/")
    route = ROUTES.get(name)
    if route:
        await route(reader, writer, request, argument)
    else:
        writer.write(answer("no such path", "404 Not Found"))


async def serve(reader, writer):
    global connections, open_connections
    connections += 1
    open_connections += 1
    writer.number = connections
    try:
        while True:
            await dispatch(reader, writer, await read_request(reader))
            await writer.drain()
    except (Done, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass
    finally:
        open_connections -= 1
        writer.close()


async def relay(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def proxy(reader, writer):
    """A forward proxy: CONNECT, and absolute targets, which it answers itself; /refused-... hosts get a 407."""
    try:
        method, target, headers, _ = await read_request(reader)
        proxied.append({"method": method, "target": target, "headers": headers})
        if target.startswith("refused"):
            writer.write(answer("", "407 Proxy Authentication Required", ("Proxy-Authenticate: Basic",)))
            await writer.drain()
        elif method == "CONNECT":
            host, _, port = target.rpartition(":")
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", int(port))
            writer.write(b"HTTP/1.1 200 Connected\r\nX-Proxy: 1\r\n\r\n")
            await asyncio.gather(relay(reader, other_writer), relay(other_reader, writer))
        else:
            writer.write(answer("by the proxy"))
            await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def full_backlog():
    """A port where connecting hangs: its queue is full and nobody takes from it."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
        fillers.append(filler)
    return listener, fillers


async def main(folder):
    os.chmod(folder, 0o755)
    certificate(folder, "authority", None)
    authority = f"{folder}/authority"
    here = ["DNS:localhost", "IP:127.0.0.1"]
    good = certificate(folder, "good", here, authority)
    contexts = {
        "https": tls(*good),
        "https-wrong-name": tls(*certificate(folder, "wrong", ["DNS:other.example.com"], authority)),
        "https-self-signed": tls(*certificate(folder, "self", here)),
        "https-expired": tls(*certificate(folder, "expired", here, authority, days=-1)),
        "https-tls11": tls(*good, only=ssl.TLSVersion.TLSv1_1),
    }
    listener, fillers = full_backlog()
    ports = {"full-backlog": listener.getsockname()[1]}
    servers = [("http", serve, None), ("proxy", proxy, None)]
    servers += [(name, serve, context) for name, context in contexts.items()]
    for name, handler, context in servers:
        server = await asyncio.start_server(handler, "127.0.0.1", 0, ssl=context, backlog=1024)
        ports[name] = server.sockets[0].getsockname()[1]
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    ports["closed"] = closed.getsockname()[1]
    print(json.dumps({"ports": ports, "authority": authority + ".pem"}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)


folder = tempfile.mkdtemp(prefix="dsql-loopback-")
try:
    asyncio.run(main(folder))
except asyncio.CancelledError:
    pass
finally:
    shutil.rmtree(folder, ignore_errors=True)
    # Tasks that wait for ever would keep the interpreter.
    os._exit(0)
