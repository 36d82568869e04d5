"""Runs a command and says how much memory it took: peak_memory.py FILE COMMAND [ARGUMENT...].

The peak resident size in KiB goes to FILE; streams and exit status are the command's.
"""

import os
import sys

pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as file:
    # Linux counts KiB, macOS bytes.
    file.write(str(usage.ru_maxrss if sys.platform == "linux" else usage.ru_maxrss // 1024))
code = os.waitstatus_to_exitcode(status)
if code < 0:
    os.kill(os.getpid(), -code)
sys.exit(code)
