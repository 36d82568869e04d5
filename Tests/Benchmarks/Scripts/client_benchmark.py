"""Measures the Swift client beside a C program on libpq, asyncpg and psycopg: the same work over the same TLS, in turns.

client_benchmark.py FLOOR CLIENT [--short] [--rounds N]

Client CPU comes first and decides; wall time depends on what else the machine does. With --short there are fewer and
shorter rounds and no Python, and the program fails when a ratio is beyond 1.3 times its bar.
"""
import argparse
import os
import statistics
import sys

from postgres import Postgres
from worker import Worker


class Workload:
    def __init__(self, name, title, count, unit, cpu_bar, wall_bar=None):
        self.name, self.title, self.count, self.unit = name, title, count, unit
        self.cpu_bar, self.wall_bar = cpu_bar, wall_bar


WORKLOADS = [
    Workload("round-trips", "`SELECT 1`, one connection", 6000, ("us", 1e3), 2.0, 1.3),
    Workload("tasks", "`SELECT 1`, 64 tasks over 10 connections", 64 * 150, ("us", 1e3), 1.8, 1.3),
    Workload("opening", "opening and closing a connection", 60, ("ms", 1e6), 1.1),
    Workload("rows", "10,000 rows of int8, text, timestamptz, uuid", 20, ("ms", 1e6), 1.4),
]
# What is between a slow day and a fault.
TOLERANCE = 1.3
# The client whose tasks run on the driver's thread is held to the bars. Swift's own threads have to be woken for each
# answer, which costs a C program that does the same half of a round trip already.
FLOOR, SWIFT, POOL = "floor in C", "Swift, driver's executor", "Swift, default executor"
# A lease takes no statement, so there is no floor beside it.
LEASES = 200_000


def measure(workers, rounds, scale):
    """CPU and wall time of each round for each workload and worker, for one repetition, in nanoseconds."""
    costs = {}
    for round_number in range(rounds):
        for workload in WORKLOADS:
            # Python takes ten times as long for the same; its figures are for information.
            counts = {worker: max(64 if workload.name == "tasks" else 1, round(workload.count * scale * share))
                      for worker, share in workers.items()}
            sums = set()
            for worker, count in counts.items():
                if workload.name == "tasks":
                    count -= count % 64
                cpu, wall, total = worker.run(workload.name, count)
                costs.setdefault((workload.name, worker.name), []).append((cpu / count, wall / count))
                sums.add(total / count)
            if len(sums) != 1:
                raise RuntimeError(f"The clients read different things: {workload.name} {sums}")
        print(f"round {round_number + 1} of {rounds}", file=sys.stderr)
    return costs


def ratio(costs, workload, name, index):
    """The median of the rounds' ratios to the floor: what disturbs one round disturbs both of its sides."""
    pairs = zip(costs[workload.name, name], costs[workload.name, FLOOR])
    return statistics.median(own[index] / floor[index] for own, floor in pairs)


def report(costs, names):
    lines = [
        "| | client | CPU | to the floor | bar | wall | to the floor | bar |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for workload in WORKLOADS:
        unit, size = workload.unit
        for name in names:
            own = costs[workload.name, name]
            cells = [workload.title if name == FLOOR else "", name]
            for index, bar in ((0, workload.cpu_bar), (1, workload.wall_bar)):
                cells.append(f"{statistics.median(cost[index] for cost in own) / size:.1f} {unit}")
                cells.append("" if name == FLOOR else f"{ratio(costs, workload, name, index):.2f}")
                cells.append(f"{bar}" if name in (SWIFT, POOL) and bar else "")
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def missed(costs):
    """What is beyond its bar by more than the tolerance."""
    for workload in WORKLOADS:
        for kind, index, bar in (("CPU", 0, workload.cpu_bar), ("wall", 1, workload.wall_bar)):
            if bar is None:
                continue
            actual = ratio(costs, workload, SWIFT, index)
            if actual > bar * TOLERANCE:
                yield f"{workload.title}: {kind} is {actual:.2f} times the floor; the bar is {bar}."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("floor")
    parser.add_argument("client")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--rounds", type=int)
    arguments = parser.parse_args()
    rounds = arguments.rounds or (5 if arguments.short else 11)
    with Postgres() as server:
        commands = {FLOOR: [arguments.floor], SWIFT: [arguments.client], POOL: [arguments.client]}
        if not arguments.short:
            script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "python_client.py")
            commands |= {name: [sys.executable, script, name] for name in ("asyncpg", "psycopg")}
        options = {SWIFT: ["--task-executor"]}
        workers = {Worker(name, command, server, options.get(name, ())): 1 if name in (FLOOR, SWIFT, POOL) else 0.2
                   for name, command in commands.items()}
        try:
            costs = measure(workers, rounds, 0.2 if arguments.short else 1)
            swift = next(worker for worker in workers if worker.name == POOL)
            leases = statistics.median(swift.run("leases", LEASES)[0] / LEASES for _ in range(rounds))
        finally:
            for worker in workers:
                worker.stop()
    print(report(costs, list(commands)))
    print(f"\nLending and returning a warm connection: {leases / 1000:.2f} us of CPU.")
    failures = list(missed(costs))
    for failure in failures:
        print(failure, file=sys.stderr)
    sys.exit(1 if failures and arguments.short else 0)


main()
