"""A PostgreSQL of the benchmarks' own: TLS 1.3 with a certificate made for it, 10,000 rows, gone afterwards."""
import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time

HOST = "localhost"
USER = "admin"
DATABASE = "postgres"
PASSWORD = "benchmark"

ROWS = """
CREATE TABLE account (id int8 PRIMARY KEY, name text, created timestamptz, identifier uuid);
INSERT INTO account
SELECT n, 'The account number ' || lpad(n::text, 8, '0'),
       timestamptz '2026-01-01 00:00:00Z' + n * interval '61.5 seconds', md5(n::text)::uuid
FROM generate_series(1, 10000) n;
VACUUM ANALYZE account;
"""


class Postgres:
    """Started by `with`; `address` is what a client is told."""

    def __enter__(self):
        # initdb refuses root, so its files belong to somebody else then.
        self.user = None
        if os.getuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            self.user = "postgres" if "postgres" in names else "nobody"
        self.folder = tempfile.mkdtemp(prefix="dsql-benchmark-")
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if getattr(self, "server", None):
            self.server.terminate()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def root_certificate(self):
        return self.folder + "/root.crt"

    @property
    def arguments(self):
        """What each client gets as its arguments; the password comes on standard input."""
        return [HOST, "127.0.0.1", str(self.port), USER, DATABASE, self.root_certificate]

    def start(self):
        os.chmod(self.folder, 0o755)
        self.make_certificates()
        data = self.folder + "/data"
        os.mkdir(data, 0o700)
        with open(self.folder + "/password", "w") as file:
            file.write(PASSWORD + "\n")
        if self.user:
            owner = pwd.getpwnam(self.user)
            for name in ["data", "server.key", "server.crt", "password"]:
                os.chown(f"{self.folder}/{name}", owner.pw_uid, owner.pw_gid)
        self.run("initdb", "-D", data, "-U", USER, "-A", "password", "--pwfile", self.folder + "/password", "-E", "UTF8",
                 "--locale=C", "--no-sync", "--no-instructions")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        options = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "ssl": "on",
            "ssl_cert_file": self.folder + "/server.crt", "ssl_key_file": self.folder + "/server.key",
            "shared_buffers": "64MB", "fsync": "off", "jit": "off", "timezone": "UTC", "autovacuum": "off",
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with open(self.folder + "/log", "wb") as log:
            self.server = subprocess.Popen(self.command("postgres", "-D", data, *settings), stderr=log)
        self.fill()

    def fill(self):
        environment = {
            "PATH": os.environ["PATH"], "PGHOST": HOST, "PGHOSTADDR": "127.0.0.1", "PGPORT": str(self.port),
            "PGUSER": USER, "PGDATABASE": DATABASE, "PGPASSWORD": PASSWORD, "PGSSLMODE": "verify-full",
            "PGSSLROOTCERT": self.root_certificate,
        }
        psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        until = time.monotonic() + 120
        while subprocess.run(psql + ["-c", "SELECT 1"], env=environment, capture_output=True).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("PostgreSQL did not start: " + open(self.folder + "/log").read())
            time.sleep(0.1)
        # VACUUM cannot run inside of the transaction that several statements of one -c share.
        subprocess.run(psql, input=ROWS.encode(), env=environment, check=True)

    def make_certificates(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.folder)

        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        openssl("req", "-x509", *key, "-keyout", "root.key", "-out", "root.crt", "-subj", "/CN=benchmark root", "-days", "2")
        openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=" + HOST)
        with open(self.folder + "/names", "w") as file:
            file.write(f"subjectAltName=DNS:{HOST},IP:127.0.0.1")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "root.crt", "-CAkey", "root.key", "-CAcreateserial", "-days", "2",
                "-extfile", "names", "-out", "server.crt")

    def command(self, program, *arguments):
        folders = sorted(glob.glob("/usr/lib/postgresql/*/bin")) + [os.path.dirname(shutil.which("initdb") or "")]
        path = next((f"{f}/{program}" for f in reversed(folders) if f and os.path.exists(f"{f}/{program}")), None)
        if path is None:
            raise RuntimeError("There is no PostgreSQL server; install the package postgresql.")
        as_user = ["setpriv", "--reuid", self.user, "--regid", self.user, "--clear-groups"] if self.user else []
        if self.user == "nobody":
            as_user[4] = "nogroup"
        return [*as_user, path, *arguments]

    def run(self, program, *arguments):
        subprocess.run(self.command(program, *arguments), check=True, capture_output=True, cwd="/")
