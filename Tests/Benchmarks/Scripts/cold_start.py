"""Compares whole runs of the tool with a C program's, in turns: cold_start.py FLOOR TOOL

CPU time is what the system accounts to each process, user and system.
"""
import os
import re
import statistics
import sys

HOST = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
}
ROUNDS = 40
BAR = 3.0


def run(command):
    """CPU seconds and output of one process."""
    reader, writer = os.pipe()
    child = os.posix_spawn(command[0], command, ENVIRONMENT, file_actions=[(os.POSIX_SPAWN_DUP2, writer, 1)])
    os.close(writer)
    with os.fdopen(reader) as file:
        output = file.read()
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise RuntimeError(f"{command[0]} ended with status {status}")
    return usage.ru_utime + usage.ru_stime, output


def main():
    floor, tool = sys.argv[1:]
    commands = {
        "C with libcrypto.so": [floor, HOST],
        "dsql token": [tool, "token", "--host", HOST],
        "dsql exec -- true": [tool, "exec", "--host", HOST, "--", "/bin/true"],
    }
    signature = re.compile(r"Action=DbConnectAdmin&.*X-Amz-Signature=[0-9a-f]{64}$", re.M)
    for name in list(commands)[:2]:
        if not signature.search(run(commands[name])[1]):
            raise RuntimeError(f"{name} printed no token")
    costs = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            costs[name].append(run(command)[0])
    base = costs["C with libcrypto.so"]
    missed = False
    for name, own in costs.items():
        ratio = statistics.median(mine / floor for mine, floor in zip(own, base))
        missed |= ratio > BAR
        print(f"{name:20} {statistics.median(own) * 1000:6.2f} ms of CPU {ratio:6.2f} times the C program's")
    sys.exit(1 if missed else 0)


main()
