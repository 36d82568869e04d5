"""Counts the instructions of lending and returning a warm connection, with valgrind: lease_instructions.py CLIENT"""
import re
import subprocess
import sys
import tempfile

from postgres import Postgres
from worker import Worker

FEW, MANY = 5_000, 25_000


def instructions(client, server, count):
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    with tempfile.TemporaryFile("w+") as log:
        worker = Worker("valgrind", [*valgrind, client], server, stderr=log)
        worker.run("leases", count)
        worker.stop()
        log.seek(0)
        text = log.read()
    collected = re.search(r"Collected\s*:\s*(\d+)", text)
    if collected is None:
        raise RuntimeError("valgrind said: " + text)
    return int(collected.group(1))


def main():
    (client,) = sys.argv[1:]
    with Postgres() as server:
        # What starting and connecting costs is in both.
        few, many = instructions(client, server, FEW), instructions(client, server, MANY)
    print(f"Lending and returning a warm connection: {(many - few) / (MANY - FEW):.0f} instructions.")


main()
