#!/usr/bin/env python3
"""PostgresNIO's own client beside this package's on PostgresNIO and libpq: postgresnio.py [ROUNDS [COUNT]]"""
import pathlib
import subprocess
import sys

import postgres

package = pathlib.Path(__file__).resolve().parents[1] / "PostgresNIO"
subprocess.run(["swift", "build", "-c", "release", "--package-path", package], check=True)
with postgres.Postgres() as server:
    program = package / ".build/release/postgresnio-benchmark"
    subprocess.run([program, *server.arguments, *sys.argv[1:]], input=postgres.PASSWORD + "\n", text=True, check=True)
