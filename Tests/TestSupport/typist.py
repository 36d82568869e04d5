"""A person at a terminal: typist.py STEPS COMMAND [ARGUMENT...].

STEPS is a JSON list of pairs: a text to wait for (in what has been shown since the step before), then what to type, or
a list of the rows and columns that the terminal gets. Prints what the terminal showed, then a line with how the command
ended: its exit status, or the negative number of its signal. Gives up after a minute and a half.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

steps, command = json.loads(sys.argv[1]), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)

shown, position, end = b"", 0, time.monotonic() + 90


def pump():
    """Takes what the terminal shows; false at its end."""
    global shown
    if not select.select([terminal], [], [], 0.1)[0]:
        return True
    try:
        data = os.read(terminal, 65536)
    except OSError:
        return False
    shown += data
    return bool(data)


for wanted, action in steps:
    while wanted.encode() not in shown[position:] and time.monotonic() < end and pump():
        pass
    found = shown.find(wanted.encode(), position)
    if found < 0:
        break
    position = found + len(wanted.encode())
    if isinstance(action, str):
        os.write(terminal, action.encode())
    else:
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *action, 0, 0))
else:
    while time.monotonic() < end and pump():
        pass
os.close(terminal)
print(shown.decode(errors="replace").replace("\r\n", "\n"))
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
