"""Replays the exchanges of chain cases on loopback: chain_server.py FOLDER.

A request for /<case>/<service>/<path> must be the next one in FOLDER/<case>.plan.json, a list of the form of http.json.
What was asked and what was otherwise goes to FOLDER/<case>.seen.json before the answer is sent. The server is a proxy
as well, which refuses everything and takes note of it: that is traffic on its way elsewhere. It prints its port, and
ends at the end of its input, when it also removes the folder.
"""

import base64
import json
import os
import re
import shutil
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FOLDER = sys.argv[1]
SERVICES = [
    (r"(sts[.-].*|127\.0\.0\.1:4566)", "sts"),
    (r"(portal\.sso\..*|127\.0\.0\.1:9001)", "sso"),
    (r"(oidc\..*|127\.0\.0\.1:9002)", "oidc"),
    (r"(.*\.signin\..*|127\.0\.0\.1:9003)", "signin"),
    (r"(169\.254\.169\.254|imds\.internal:8080)", "imds"),
    (r"169\.254\.170\.(2|23)", "container"),
]
lock = threading.Lock()
plans = {}


class Plan:
    """What is expected of one case and what came."""

    def __init__(self, case):
        self.path = f"{FOLDER}/{case}.seen.json"
        self.asked = 0
        self.deviations = []
        try:
            with open(f"{FOLDER}/{case}.plan.json") as file:
                self.exchanges = json.load(file)
        except OSError:
            self.exchanges = []
            self.deviations.append("there is no plan for this case")

    def save(self):
        with open(self.path + ".new", "w") as file:
            json.dump({"asked": self.asked, "deviations": self.deviations}, file)
        os.replace(self.path + ".new", self.path)

    def next(self, request):
        exchange = self.exchanges[self.asked] if self.asked < len(self.exchanges) else None
        self.asked += 1
        if exchange is None:
            self.deviations.append(f"not expected: {request.method} {request.target}")
        else:
            self.deviations += request.deviations(exchange["request"])
        self.save()
        return exchange


class Request:
    """A request as it came, below its case."""

    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body

    def deviations(self, wanted):
        found = []
        url = urllib.parse.urlsplit(wanted["url"])
        service = next((name for pattern, name in SERVICES if re.fullmatch(pattern, url.netloc)), url.netloc)
        target = "/" + service + url.path + ("?" + url.query if url.query else "")
        if (self.method, self.target) != (wanted["method"], target):
            found.append(f"asked was {self.method} {self.target}, not {wanted['method']} {target}")
        for name, value in wanted.get("headers", {}).items():
            if self.headers.get(name) != value:
                found.append(f"header {name} is {self.headers.get(name)}")
        found += [f"header {name} is there" for name in wanted.get("absentHeaders", []) if name in self.headers]
        form = dict(urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True))
        for name, value in wanted.get("form", {}).items():
            if not same(form.get(name), value):
                found.append(f"field {name} is {form.get(name)}")
        if "body" in wanted and self.body.decode() != wanted["body"]:
            found.append(f"the body is {self.body!r}")
        if "json" in wanted and json.loads(self.body or b"null") != wanted["json"]:
            found.append(f"the body is {self.body!r}")
        if "signedBy" in wanted:
            found += self.signature_deviations(wanted["signedBy"], url.hostname)
        return found

    def signature_deviations(self, key, host):
        # The signature itself depends on the time; whom it names and what for does not.
        region = re.fullmatch(r"sts(?:-fips)?\.([a-z]+-[a-z-]+-\d)\..*", host)
        day = r"20\d{6}"
        scope = rf"{re.escape(key)}/{day}/{region[1] if region else 'us-east-1'}/sts/aws4_request"
        form = rf"AWS4-HMAC-SHA256 Credential={scope}, ?SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, ?Signature=[0-9a-f]{{64}}"
        header = self.headers.get("authorization", "")
        return [] if re.fullmatch(form, header) else [f"signed by {header.split(',')[0]}, not {scope}"]


def same(value, wanted):
    # The default name of a session ends with the time.
    if match := re.fullmatch(r"(aurora-dsql-swift-)\d+", wanted):
        return bool(re.fullmatch(match[1] + r"\d{10}", value or "")) and abs(int(value[-10:]) - time.time()) < 3600
    return value == wanted


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def handle_one_request(self):
        self.raw_requestline = self.rfile.readline(65537)
        self.close_connection = True
        if not self.raw_requestline or not self.parse_request():
            return
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.command == "CONNECT" or not self.path.startswith("/"):
            self.refuse()
            return
        _, case, rest = (self.path + "/").split("/", 2)
        with lock:
            plan = plans.get(case) or plans.setdefault(case, Plan(case))
            exchange = plan.next(Request(self.command, "/" + rest[:-1], self.headers, body))
        self.answer(exchange)

    def answer(self, exchange):
        if exchange is None:
            self.reply(500, {}, b"not expected")
        elif exchange.get("error") == "timedOut":
            self.connection.settimeout(60)
            self.rfile.read(1)
        elif "error" not in exchange:
            response = exchange["response"]
            body = json.dumps(response["json"]) if "json" in response else response.get("body", "")
            self.reply(response["status"], response.get("headers", {}), body.encode())

    def reply(self, status, headers, body):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body), "Connection": "close"}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self):
        word = self.headers.get("proxy-authorization", "").partition(" ")[2]
        case = base64.b64decode(word).decode().partition(":")[0] or "unknown"
        with lock:
            plan = plans.get(case) or plans.setdefault(case, Plan(case))
            plan.deviations.append(f"asked elsewhere: {self.command} {self.path}")
            plan.save()
        self.reply(403, {}, b"")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.buffer.read()
shutil.rmtree(FOLDER, ignore_errors=True)
