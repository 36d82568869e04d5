"""A client in a process of its own, which answers each workload with its cost."""
import os
import subprocess

from postgres import PASSWORD


class Worker:
    def __init__(self, name, command, server, options=(), stderr=None):
        self.name = name
        # Nothing of the caller's PG* variables may reach a client.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        self.process = subprocess.Popen([*command, *server.arguments, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=stderr, env=environment, text=True, bufsize=1)
        self.process.stdin.write(PASSWORD + "\n")

    def run(self, workload, count):
        """CPU and wall time in nanoseconds, and a sum over what was read."""
        self.process.stdin.write(f"{workload} {count}\n")
        answer = self.process.stdout.readline().split()
        if len(answer) != 3:
            raise RuntimeError(f"{self.name} ended during {workload}")
        return tuple(int(word) for word in answer)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
