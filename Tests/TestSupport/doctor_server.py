"""A server on loopback that is no cluster: doctor_server.py MODE [ARGUMENT]; prints its port, ends with its input.

hang            takes connections and says nothing
close           ends each connection
garbage         answers whatever comes with text that is neither TLS nor PostgreSQL
plain           PostgreSQL without TLS
postgres FOLDER PostgreSQL with TLS after SSLRequest only, for localhost, and a login that is not DSQL's; its CA certificate
                is FOLDER/ca.pem
clock SECONDS [STATUS]  an endpoint for container credentials whose clock is ahead
"""

import email.utils
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time

mode, arguments = sys.argv[1], sys.argv[2:]
listener = socket.create_server(("127.0.0.1", 0))


def certificates(folder):
    def run(*words):
        subprocess.run(["openssl", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    key, pem = f"{folder}/key.pem", f"{folder}/ca.pem"
    run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
        "-out", pem, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return context


context = certificates(arguments[0]) if mode == "postgres" else None


def answer(client):
    if mode == "hang":
        time.sleep(600)
    elif mode == "close":
        return
    elif mode == "garbage":
        client.recv(65536)
        client.sendall(b"SSH-2.0-nothing\r\n")
    elif mode == "clock":
        client.recv(65536)
        status = arguments[1] if len(arguments) > 1 else "200 OK"
        body = json.dumps({
            "AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "Token": "IQoJb3JpZ2luX2Vj//+EXAMPLE+SESSION+TOKEN==", "Expiration": "2999-01-01T00:00:00Z",
        })
        date = email.utils.formatdate(time.time() + float(arguments[0]), usegmt=True)
        head = f"HTTP/1.1 {status}\r\nDate: {date}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        client.sendall((head + body).encode())
    else:
        first = client.recv(8, socket.MSG_WAITALL)
        if first != struct.pack("!ii", 8, 80877103):
            return
        if mode == "plain":
            client.sendall(b"N")
            return
        client.sendall(b"S")
        session = context.wrap_socket(client, server_side=True)
        session.recv(65536)
        # AuthenticationMD5Password
        session.sendall(b"R" + struct.pack("!ii", 12, 5) + b"salt")
        session.recv(65536)


def serve(client):
    with client:
        try:
            answer(client)
        except OSError:
            pass


def accept():
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


print(listener.getsockname()[1], flush=True)
threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)
