"""A pseudo-terminal whose person types what standard input says.

Prints the path of the terminal, then for each line of standard input (JSON text) types it once the terminal shows no
echo, and at the end of the input prints as JSON what the terminal showed and whether it was put back as it was.
"""

import json
import os
import select
import sys
import termios
import time

master, slave = os.openpty()
before = termios.tcgetattr(slave)
print(os.ttyname(slave), flush=True)
shown = b""


def drain():
    global shown
    while select.select([master], [], [], 0.02)[0]:
        shown += os.read(master, 4096)


def echoes():
    return bool(termios.tcgetattr(slave)[3] & termios.ECHO)


for line in sys.stdin:
    while echoes():
        drain()
        time.sleep(0.005)
    os.write(master, json.loads(line).encode())
    drain()
drain()
print(json.dumps({"shown": shown.decode(), "restored": termios.tcgetattr(slave) == before}), flush=True)
